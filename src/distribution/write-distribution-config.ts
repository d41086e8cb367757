/** The configuration → a DistributionConfig document of any version, in the form CloudFront's answers have. */
import { writeXml } from '../schema/write-xml.ts';
import { type ApiVersion, namespaceOf } from './api-version.ts';
import type { DistributionConfig } from './distribution-config.ts';
import { DistributionDocument } from './distribution-document.ts';
import { lower } from './lower.ts';

/** XML in the element order of `version`; what that version cannot say is left out. */
export function writeDistributionConfig(config: DistributionConfig, version: ApiVersion): string {
  const target = { name: 'DistributionConfig', namespace: namespaceOf(version), version };
  return writeXml(DistributionDocument, lower(config, version), target);
}
