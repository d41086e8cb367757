/** RG: parts of objects, and HEAD. */
import { every, from10, later, only12, type StatementFamily } from './statement.ts';

export const RANGES: StatementFamily = {
  'RG-1': every('Any part of a stored object is served from the cache as 206.'),
  'RG-2': every(
    'A range from byte 0 of an absent object fetches the whole, and the viewer has its part at once.',
  ),
  'RG-3': every('A later part of an absent object is fetched alone and not kept.'),
  'RG-4': every('An origin that ignores Range gets its whole object served as 200 and kept.'),
  'RG-5': only12('A chunked answer to a range request reaches the viewer whole.'),
  'RG-6': only12(
    'Several ranges are honoured when ascending, apart and all valid; else 200 with everything.',
  ),
  'RG-7': every('A part is asked of the origin exactly as the viewer asked for it, no wider.'),
  'RG-8': every('A part once fetched does not serve later requests.'),
  'RG-9': every('Which range rule era 12 used is not certain; the old one is taken.'),
  'RG-10': only12('Ranges out of order or overlapping mean 200; the last n bytes alone are a good range.'),
  'RG-11': every('A range beyond the end gets 416, which is never kept.'),
  'RG-12': every('If-Range goes on with a miss; on a stored object a match gives 206, else 200.'),
  'RG-13': later('The log shows where a range starts and ends.'),
  'RG-14': every('A part whose length contradicts its Content-Range is an origin fault.'),
  'RG-15': every('An object beyond the size limit is cut off; its parts below the limit still work.'),
  'RG-16': from10('Each range of a signed URL is checked against its dates.'),
  'RG-17': every('HEAD is answered from the object a GET stored; an absent one is asked for with HEAD.'),
  'RG-18': every("The edge passes on the origin's first bytes without waiting for the last."),
};
