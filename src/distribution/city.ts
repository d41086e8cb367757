/**
 * Where on earth things stand: the cities whose airport codes POP codes begin with (ED-1…ED-4), and a few more
 * that viewers and origins may be in. Degrees, north and east positive.
 */
import { popLetters } from './region.ts';

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export interface City extends Place {
  /** The airport's three letters. */
  readonly code: string;
  readonly name: string;
}

/** `FRA 50.03 8.57 Frankfurt` a line. */
const TABLE = `
IAD 38.94 -77.46 Washington
DFW 32.90 -97.04 Dallas
JAX 30.49 -81.69 Jacksonville
LAX 33.94 -118.41 Los Angeles
MIA 25.79 -80.29 Miami
JFK 40.64 -73.78 New York
EWR 40.69 -74.17 Newark
SFO 37.62 -122.38 San Francisco
SEA 47.45 -122.31 Seattle
IND 41.70 -86.31 South Bend
STL 38.75 -90.37 St. Louis
ATL 33.64 -84.43 Atlanta
HWD 37.66 -122.12 Hayward
SJC 37.36 -121.93 San Jose
AMS 52.31 4.77 Amsterdam
DUB 53.42 -6.27 Dublin
FRA 50.03 8.57 Frankfurt
LHR 51.47 -0.45 London
MXP 45.63 8.72 Milan
CDG 49.01 2.55 Paris
ARN 59.65 17.92 Stockholm
MAD 40.47 -3.56 Madrid
WAW 52.17 20.97 Warsaw
MRS 43.44 5.22 Marseille
NRT 35.76 140.39 Tokyo
HKG 22.31 113.91 Hong Kong
SIN 1.36 103.99 Singapore
ICN 37.46 126.44 Seoul
TPE 25.08 121.23 Taipei
GRU -23.43 -46.47 São Paulo
GIG -22.81 -43.25 Rio de Janeiro
SYD -33.95 151.18 Sydney
BOM 19.09 72.87 Mumbai
MAA 12.99 80.17 Chennai
PDX 45.59 -122.60 Portland
YYZ 43.68 -79.63 Toronto
MEX 19.44 -99.07 Mexico City
EZE -34.82 -58.54 Buenos Aires
LIS 38.77 -9.13 Lisbon
IST 41.26 28.74 Istanbul
CAI 30.12 31.41 Cairo
LOS 6.58 3.32 Lagos
NBO -1.32 36.93 Nairobi
JNB -26.14 28.25 Johannesburg
DXB 25.25 55.36 Dubai
DEL 28.56 77.10 Delhi
PEK 40.08 116.58 Beijing
AKL -37.01 174.79 Auckland
`;

export const CITIES: readonly City[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [code = '', latitude, longitude, ...name] = line.split(' ');
    return { code, name: name.join(' '), latitude: Number(latitude), longitude: Number(longitude) };
  });

const CITY_OF_CODE = new Map(CITIES.map((city) => [city.code, city]));

/** The city of a POP code such as `FRA2`, or null when its letters are none of ours. */
export function cityOfPop(pop: string): City | null {
  return CITY_OF_CODE.get(popLetters(pop)) ?? null;
}

/** `FRA` or `50.03,8.57`; null for anything else. */
export function parsePlace(text: string): Place | null {
  const city = CITY_OF_CODE.get(text);
  if (city !== undefined) return city;
  const degrees = /^(-?\d{1,2}(?:\.\d{1,6})?), ?(-?\d{1,3}(?:\.\d{1,6})?)$/.exec(text);
  if (degrees === null) return null;
  const [latitude, longitude] = [Number(degrees[1]), Number(degrees[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** Where Amazon S3 kept the buckets of its regions in 2013; null for a region unknown then. */
export function placeOfS3Region(region: string): Place | null {
  const code = S3_REGIONS.get(region);
  return code === undefined ? null : CITY_OF_CODE.get(code)!;
}

const S3_REGIONS: ReadonlyMap<string, string> = new Map([
  ['us-east-1', 'IAD'],
  ['us-west-1', 'SFO'],
  ['us-west-2', 'PDX'],
  ['eu-west-1', 'DUB'],
  ['ap-southeast-1', 'SIN'],
  ['ap-southeast-2', 'SYD'],
  ['ap-northeast-1', 'NRT'],
  ['sa-east-1', 'GRU'],
]);
