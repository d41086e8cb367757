/** CA-169…CA-201: asking again, asking under a condition, the states of things, and pages of lists. */
import { every, from10, only12, type StatementFamily } from './statement.ts';

export const CONTROL_WRITES: StatementFamily = {
  // Caller references.
  'CA-169': every('A caller reference counts within one kind and account, or within one distribution.'),
  'CA-170': every('A new reference makes a new resource, whatever else is asked.'),
  'CA-171': every('A known reference with its old content gives back what it made, as it is now.'),
  'CA-172': every('What counts as the same content is what the first request meant.'),
  'CA-173': every('A known reference with other content is refused: it exists already.'),
  'CA-174': every('Deleting a resource frees its reference.'),
  'CA-175': every('No update can change the reference.'),
  'CA-176': every('References are measured in bytes, and must not be empty.'),
  'CA-177': every('Clients that use one reference for everything get the same resource again.'),
  // ETags.
  'CA-178': every('A resource and its configuration have one ETag.'),
  'CA-179': every('Every update gives a new ETag; nothing else does.'),
  'CA-180': every(
    'An update or a deletion without a usable If-Match fails, and so does one with an old ETag.',
  ),
  'CA-181': every('If-Match may be quoted, bare or weak.'),
  'CA-182': every('A deletion takes the ETag of the update that disabled.'),
  'CA-183': every('Other actions do not look at If-Match.'),
  // States.
  'CA-184': every('A write makes a distribution InProgress until it has arrived everywhere.'),
  'CA-185': every('Viewers are served by distributions that are enabled and deployed.'),
  'CA-186': every('LastModifiedTime is that of the last write.'),
  'CA-187': every('A distribution can be deleted when it is disabled and deployed.'),
  'CA-188': from10('An invalidation is InProgress, then Completed, and its distribution counts the former.'),
  'CA-189': from10('Invalidations stay in the list when they are complete.'),
  'CA-190': from10('An identity that is named somewhere cannot be deleted.'),
  'CA-191': every('A deletion looks at the state last.'),
  'CA-192': every('The delay can be nothing, so that the first look finds everything deployed.'),
  // Pages.
  'CA-193': every('Marker and MaxItems choose the page of a list.'),
  'CA-194': every('A page begins after its marker; NextMarker is its last entry, if there are more.'),
  'CA-195': every('A page has up to 100 entries; asking for more gets as many, for none an error.'),
  'CA-196': every('A list repeats the marker, empty if none was given, and the MaxItems in force.'),
  'CA-197': only12('The Quantity of a list counts all entries, not those of the page.'),
  'CA-198': every('Lists begin with the oldest, those of invalidations with the newest.'),
  'CA-199': every('A marker whose entry is gone still works; one that never was is refused.'),
  'CA-200': every('A second question mark in a query is read as an ampersand.'),
  'CA-201': every('A list of a hundred comes in one page when nobody asks for less.'),
};
