/** A folder with a configuration that uses every setting, and what it refers to. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalAuthority } from '../../src/config/local-authority.ts';
import { ManualClock } from '../harness/manual-clock.ts';

export const EVERYTHING = `
listen: { host: 127.0.0.1, http: 8080, https: 8443, admin: 9090, control: 8081, controlTls: 8444, adminHost: 0.0.0.0 }
edges:
  - pop: IAD2
    cache: { bytes: 256MiB, maxObjectShare: 0.25 }
    http: 8101
    https: 8102
  - { pop: HOME1, region: EU }
origins:
  demo-bucket.s3.amazonaws.com: { directory: ./bucket, listing: true }
  members.s3.amazonaws.com: { directory: ./bucket, private: true, readers: [E2OAI3456789ABC] }
  media.s3.amazonaws.com:
    http: 127.0.0.1:9000
    https: "[::1]:9443"
    pathStyle: true
    region: eu-west-1
    credentials: { accessKeyId: AKIAEXAMPLE, secretAccessKey: "\${MEDIA_SECRET}", sessionToken: token }
  WWW.example.com: { http: 127.0.0.1, ca: ./www.pem }
distributions:
  - id: EDFDVBD6EXAMPLE
    domainName: d111111abcdef8.cloudfront.net
    account: "444455556666"
    config: ./distribution.xml
  - config: ./distribution.json
    apiVersion: 2012-07-01
originAccessIdentities: [{ id: E2OAI3456789ABC, comment: members }, { id: E2OTHER, account: "444455556666" }]
certificates: [{ cert: ./www.pem, key: ./www-key.pem, iamCertificateId: AS1A2M3P4L5E67SIIXR3J }]
signers:
  self: { APKAEXAMPLE: ./signer.pem }
  "777788889999": { APKAOTHER: ./signer.pem }
credentials:
  - { accessKeyId: 0PN5J17HBGZHT7JJ3X82, secretAccessKey: "\${CONTROL_SECRET}", account: "111122223333" }
  - { accessKeyId: ASIAEXAMPLE, secretAccessKey: s, account: "444455556666", sessionToken: "\${CONTROL_TOKEN}", optedIn: false }
control:
  uncheckedKeys: true
  pinSignatures: true
  refusePlainHttp: true
  locationBase: https://cdn.example.com:8444
  signerAccounts: ["777788889999"]
  knownBucketsOnly: true
  expandWildcards: true
  limits: { distributions: 5, countsDistributionsTogether: true }
logs: { directory: ./logs, keepDays: 7 }
state: { directory: ./state }
usage: { keepDays: 14 }
deployment: { delaySeconds: 1m }
limits: { requestHeaderBytes: 32KiB, drainSeconds: 5s, fills: 20, requestsPerSecond: 1000, objectBytes: 1GiB, originAttempts: 2 }
trust: { proxyProtocol: true, viewerChoosesEdge: false, localNames: false, adminHosts: [ops.example.com], adminToken: "\${ADMIN_TOKEN}" }
network: { simulate: true, viewer: LHR, places: { HOME1: "48.2,16.4", WWW.example.com: DUB } }
`;

export const MINIMAL = 'listen: { http: 0 }\nedges: [{ pop: FRA2 }]\n';

export const ENVIRONMENT = {
  MEDIA_SECRET: 'media',
  CONTROL_SECRET: 'control',
  CONTROL_TOKEN: 'token',
  ADMIN_TOKEN: 'open',
};

/** A folder of its own, gone with `using`. */
export class ExampleFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'edgefront-example-'));

  /** Writes a file and gives its path. */
  write(name: string, text: string): string {
    const file = join(this.path, name);
    writeFileSync(file, text);
    return file;
  }

  makeFolder(name: string): void {
    mkdirSync(join(this.path, name));
  }

  /** All that EVERYTHING refers to. */
  async fill(): Promise<void> {
    this.makeFolder('bucket');
    const authority = await LocalAuthority.open(join(this.path, 'authority'), new ManualClock());
    const { cert, key } = await authority.issue(['www.example.com']);
    this.write('www.pem', cert);
    this.write('www-key.pem', key);
    this.write('other-key.pem', (await authority.issue(['other.example.com'])).key);
    const signer = generateKeyPairSync('rsa', { modulusLength: 1024 });
    this.write('signer.pem', signer.publicKey.export({ type: 'spki', format: 'pem' }).toString());
    this.write('signer-key.pem', signer.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    this.write('distribution.xml', distributionXml({ aliases: ['www.example.com'] }));
    this.write('distribution.json', JSON.stringify(DISTRIBUTION_JSON, null, 2));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}

export interface DistributionChoices {
  readonly aliases?: readonly string[];
  readonly certificateId?: string;
  readonly identity?: string;
  readonly log?: { readonly bucket: string; readonly prefix: string };
}

/** A DistributionConfig of 2013-05-12. */
export function distributionXml({ aliases = [], certificateId, identity, log }: DistributionChoices): string {
  const cnames = aliases.map((alias) => `<CNAME>${alias}</CNAME>`).join('');
  const binding =
    certificateId === undefined
      ? '<CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>'
      : `<IAMCertificateId>${certificateId}</IAMCertificateId>`;
  const access = identity === undefined ? '' : `origin-access-identity/cloudfront/${identity}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2013-05-12/">
  <CallerReference>one</CallerReference>
  <Aliases><Quantity>${aliases.length}</Quantity><Items>${cnames}</Items></Aliases>
  <DefaultRootObject>index.html</DefaultRootObject>
  <Origins><Quantity>1</Quantity><Items><Origin>
    <Id>bucket</Id>
    <DomainName>demo-bucket.s3.amazonaws.com</DomainName>
    <S3OriginConfig><OriginAccessIdentity>${access}</OriginAccessIdentity></S3OriginConfig>
  </Origin></Items></Origins>
  <DefaultCacheBehavior>
    <TargetOriginId>bucket</TargetOriginId>
    <ForwardedValues><QueryString>false</QueryString><Cookies><Forward>none</Forward></Cookies></ForwardedValues>
    <TrustedSigners><Enabled>false</Enabled><Quantity>0</Quantity></TrustedSigners>
    <ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy>
    <MinTTL>0</MinTTL>
  </DefaultCacheBehavior>
  <CacheBehaviors><Quantity>0</Quantity></CacheBehaviors>
  <Comment/>
  <Logging><Enabled>${log !== undefined}</Enabled><IncludeCookies>false</IncludeCookies>
    <Bucket>${log?.bucket ?? ''}</Bucket><Prefix>${log?.prefix ?? ''}</Prefix></Logging>
  <PriceClass>PriceClass_All</PriceClass>
  <Enabled>true</Enabled>
  <ViewerCertificate>${binding}</ViewerCertificate>
</DistributionConfig>
`;
}

const DISTRIBUTION_JSON = {
  CallerReference: 'two',
  Aliases: { Quantity: 0 },
  DefaultRootObject: '',
  Origins: {
    Quantity: 1,
    Items: [
      {
        Id: 'www',
        DomainName: 'www.example.com',
        CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'match-viewer' },
      },
    ],
  },
  DefaultCacheBehavior: {
    TargetOriginId: 'www',
    ForwardedValues: { QueryString: true, Cookies: { Forward: 'all' } },
    TrustedSigners: { Enabled: false, Quantity: 0 },
    ViewerProtocolPolicy: 'allow-all',
    MinTTL: 0,
  },
  CacheBehaviors: { Quantity: 0 },
  Comment: '',
  Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
  PriceClass: 'PriceClass_100',
  Enabled: true,
};
