/** What configurations refer to: identities, signers, certificates, buckets. */
import { describe, expect, test } from 'vitest';
import { OTHER_ACCOUNT, planeSetting, xml } from '../plane-setting.ts';
import {
  behaviorTo,
  bucketOrigin,
  CUSTOM_ORIGIN,
  distributionConfig,
  streamingConfig,
} from '../request-documents.ts';
import { UNCHECKED } from '../unchecked.ts';

type Parts = Parameters<typeof distributionConfig>[0];

const body = (parts: Parts) => xml('DistributionConfig', distributionConfig(parts));
const signedBy = (...AwsAccountNumbers: string[]) => ({
  TrustedSigners: { Enabled: true, AwsAccountNumbers },
});

describe('origin access identities', () => {
  test('CA-70 CA-142: an origin may name an identity of its account, and no other', () => {
    const control = planeSetting();
    const { id } = control.createIdentity();
    const { id: theirs } = control.createIdentity({}, { account: OTHER_ACCOUNT });
    const code = (identity: string) =>
      control.code('CreateDistribution', {
        body: body({ origin: bucketOrigin(identity), CallerReference: identity || 'none' }),
      });
    expect(code(id)).toBeNull();
    expect(code('')).toBeNull();
    expect(code(theirs)).toBe('InvalidOriginAccessIdentity');
    expect(code('E1ABCDEFGHIJ234')).toBe('InvalidOriginAccessIdentity');
    const reference = 'origin-access-identity/cloudfront/E1ABCDEFGHIJ234';
    const S3Origin = { DomainName: 'films.s3.amazonaws.com', OriginAccessIdentity: reference };
    const streaming = xml('StreamingDistributionConfig', streamingConfig({ S3Origin }));
    expect(control.code('CreateStreamingDistribution', { body: streaming })).toBe(
      'InvalidOriginAccessIdentity',
    );
  });

  test('CA-190 CA-254: an identity that a distribution of either kind names cannot be deleted', () => {
    const control = planeSetting();
    const { id, etag } = control.createIdentity();
    const remove = () => control.code('DeleteCloudFrontOriginAccessIdentity', { id, ifMatch: etag });
    const named = control.createDistribution({ origin: bucketOrigin(id) });
    expect(remove()).toBe('CloudFrontOriginAccessIdentityInUse');
    const update = { id: named.id, ifMatch: named.etag, body: body({ origin: bucketOrigin() }) };
    control.call('UpdateDistribution', update);
    const S3Origin = {
      DomainName: 'films.s3.amazonaws.com',
      OriginAccessIdentity: `origin-access-identity/cloudfront/${id}`,
    };
    const streaming = control.createStreaming({ S3Origin, Enabled: false });
    expect(remove()).toBe('CloudFrontOriginAccessIdentityInUse');
    control.deployed();
    control.call('DeleteStreamingDistribution', { id: streaming.id, ifMatch: streaming.etag });
    expect(remove()).toBeNull();
  });

  test('CA-50 CA-69 CA-78: identities show a canonical user id that stays', () => {
    const control = planeSetting();
    const { id } = control.createIdentity({ Comment: 'for members' });
    const shown = control.document('CloudFrontOriginAccessIdentity', 'GetCloudFrontOriginAccessIdentity', {
      id,
    });
    expect(shown.S3CanonicalUserId).toMatch(/^[0-9a-f]{64}$/);
    control.restart();
    const list = control.document(
      'CloudFrontOriginAccessIdentityList',
      'ListCloudFrontOriginAccessIdentities',
    );
    expect(list.Items).toEqual([shown]);
  });
});

describe('known names', () => {
  const behavior = behaviorTo(CUSTOM_ORIGIN, signedBy('self', '123456789012'));
  const certificate = { IAMCertificateId: 'AS1A2M3P4L5E67SIIXR3J', CloudFrontDefaultCertificate: false };
  const CASES: [string, Parts, Partial<typeof UNCHECKED>, string | null][] = [
    [
      'CA-145 CA-279: an unknown signer',
      { DefaultCacheBehavior: behavior },
      { accounts: new Set() },
      'TrustedSignerDoesNotExist',
    ],
    [
      'CA-145: a known signer',
      { DefaultCacheBehavior: behavior },
      { accounts: new Set(['123456789012']) },
      null,
    ],
    ['CA-145: signers without a list of accounts', { DefaultCacheBehavior: behavior }, {}, null],
    [
      'CA-145: an unknown signer of a further behavior',
      { CacheBehaviors: [{ ...behavior, PathPattern: '*.jpg' }] },
      { accounts: new Set() },
      'TrustedSignerDoesNotExist',
    ],
    [
      'CA-144 CA-288: no such bucket',
      { origin: bucketOrigin() },
      { bucketHosts: new Set() },
      'InvalidOrigin',
    ],
    [
      'CA-144 CA-288: a bucket that exists',
      { origin: bucketOrigin() },
      { bucketHosts: new Set(['pictures.s3.amazonaws.com']) },
      null,
    ],
    ['CA-144: buckets unchecked', { origin: bucketOrigin() }, {}, null],
    ['CA-144: a custom origin is no bucket', {}, { bucketHosts: new Set() }, null],
    [
      'CA-165: no such certificate',
      { ViewerCertificate: certificate },
      { certificates: new Set() },
      'InvalidViewerCertificate',
    ],
    [
      'CA-165: a certificate that is there',
      { ViewerCertificate: certificate },
      { certificates: new Set(['AS1A2M3P4L5E67SIIXR3J']) },
      null,
    ],
    ['CA-165: certificates unchecked', { ViewerCertificate: certificate }, {}, null],
    ["CA-165: CloudFront's own certificate is no file's", {}, { certificates: new Set() }, null],
  ];

  test.each(CASES)('%s', (_, parts, known, code) => {
    const control = planeSetting({ known: { ...UNCHECKED, ...known } });
    expect(control.code('CreateDistribution', { body: body(parts) })).toBe(code);
  });
});

describe('active trusted signers', () => {
  const signers = new Map([
    ['self', new Map([['APKAAAAAAAAAAAEXAMPLE', 'PEM']])],
    ['111122223333', new Map([['APKABBBBBBBBBBEXAMPLE', 'PEM']])],
    ['123456789012', new Map([['APKACCCCCCCCCCEXAMPLE', 'PEM']])],
  ]);
  const owner = { AwsAccountNumber: 'self', KeyPairIds: ['APKAAAAAAAAAAAEXAMPLE', 'APKABBBBBBBBBBEXAMPLE'] };
  const known = { AwsAccountNumber: '123456789012', KeyPairIds: ['APKACCCCCCCCCCEXAMPLE'] };
  const unknown = { AwsAccountNumber: '999999999999', KeyPairIds: [] };
  const CASES: [string, Parts, object][] = [
    ['nobody', {}, { Enabled: false, Signers: [] }],
    [
      'the owner, by either name',
      {
        DefaultCacheBehavior: behaviorTo(CUSTOM_ORIGIN, signedBy('self')),
        CacheBehaviors: [behaviorTo(CUSTOM_ORIGIN, { PathPattern: 'a', ...signedBy('111122223333') })],
      },
      { Enabled: true, Signers: [owner] },
    ],
    [
      'distinct accounts over all behaviors',
      {
        DefaultCacheBehavior: behaviorTo(CUSTOM_ORIGIN, signedBy('123456789012', 'self')),
        CacheBehaviors: [behaviorTo(CUSTOM_ORIGIN, { PathPattern: 'a', ...signedBy('123456789012') })],
      },
      { Enabled: true, Signers: [known, owner] },
    ],
    [
      'an account without key pairs, which cannot sign',
      { DefaultCacheBehavior: behaviorTo(CUSTOM_ORIGIN, signedBy('999999999999')) },
      { Enabled: false, Signers: [unknown] },
    ],
    [
      'accounts that are listed but not enforced (CA-145)',
      {
        DefaultCacheBehavior: behaviorTo(CUSTOM_ORIGIN, {
          TrustedSigners: { Enabled: false, AwsAccountNumbers: ['self'] },
        }),
      },
      { Enabled: false, Signers: [] },
    ],
  ];

  test.each(CASES)('CA-147: %s', (_, parts, expected) => {
    const control = planeSetting({ signers });
    const { id } = control.createDistribution(parts);
    expect(control.document('Distribution', 'GetDistribution', { id }).ActiveTrustedSigners).toEqual(
      expected,
    );
  });

  test('CA-153: of a streaming distribution', () => {
    const control = planeSetting({ signers });
    const { id } = control.createStreaming(signedBy('123456789012'));
    const shown = control.document('StreamingDistribution', 'GetStreamingDistribution', { id });
    expect(shown.ActiveTrustedSigners).toEqual({ Enabled: true, Signers: [known] });
  });
});
