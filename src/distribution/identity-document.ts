/** CloudFrontOriginAccessIdentityConfig, alike in all versions that have it (CA-113, CA-155). */
import { record } from '../schema/description.ts';
import { callerReference, comment } from './elements.ts';

export const IdentityDocument = record({ CallerReference: callerReference, Comment: comment });
