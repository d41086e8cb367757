/** Reads configuration files that a test writes into its folder. */
import { readSettings } from '../../src/config/read-settings.ts';
import type { Settings } from '../../src/config/settings.ts';
import { ENVIRONMENT, type ExampleFolder } from './example.ts';

/** What a configuration file of that text, in the folder, comes to; any problem fails the test. */
export function settingsIn(folder: ExampleFolder, text: string): Settings {
  const reading = readSettings(folder.write('edgefront.yaml', text), ENVIRONMENT);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.settings;
}

/** Problems as `file:line:column path: message`, files by their names in the folder. */
export function problemsIn(folder: ExampleFolder, text: string, environment = {}): string[] {
  const reading = readSettings(folder.write('edgefront.yaml', text), { ...ENVIRONMENT, ...environment });
  if (!('problems' in reading)) return [];
  return reading.problems.map(
    ({ file, line, column, path, message }) =>
      `${file.slice(folder.path.length + 1)}:${line}:${column} ${path}: ${message.replaceAll(`${folder.path}/`, '')}`,
  );
}
