/** The configuration file's distributions and those of the store claim the same names or ids; the message names both (D-18). */
export class Clash extends Error {
  override readonly name = 'Clash';
}
