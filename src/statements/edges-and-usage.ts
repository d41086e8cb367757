/** ED: edge locations, price classes and the usage report. */
import { every, from10, later, only08, only12, type StatementFamily } from './statement.ts';

export const EDGES_AND_USAGE: StatementFamily = {
  'ED-1': only08('There are 14 edge locations: eight in the U.S., four in Europe, two in Asia.'),
  'ED-2': only12('The first letters of a POP code name its city, and so its region.'),
  'ED-3': only12('More cities joined in 2013, Sydney and Mumbai among them.'),
  'ED-4': every('A POP code is an airport code and a number that means nothing.'),
  'ED-5': later('Regional caches and Origin Shield joined the edge locations.'),
  'ED-6': only12('PriceClass_100 is the United States and Europe.'),
  'ED-7': only12('PriceClass_200 adds Hong Kong, Singapore and Japan.'),
  'ED-8': only12('PriceClass_All is every edge location.'),
  'ED-9': only12('A viewer is served by the nearest edge location of the price class, rarely by another.'),
  'ED-10': every('Usage is counted by distribution, region, kind and hour.'),
  'ED-11': every('A usage row has service, operation, usage type, resource, start, end and value.'),
  'ED-12': every('A usage type starts with the code of its region.'),
  'ED-13': from10('Bytes out are told apart by protocol and by a TTL of an hour or less.'),
  'ED-14': from10('Bytes sent to an origin with a request body have usage types of their own.'),
  'ED-15': from10('Requests over HTTP are Tier 1.'),
  'ED-16': from10('Requests over HTTPS are Tier 2.'),
  'ED-17': from10('Requests with methods other than GET and HEAD are counted as Proxy.'),
  'ED-18': later('Origin Shield has usage types of its own.'),
  'ED-19': from10('Invalidations and own certificates have usage types of their own.'),
  'ED-20': later('A redirect to https counts as two requests.'),
};
