/** edgefront as `npm pack` ships it, lying in a project's node_modules beside the libraries it asks for. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

export class PackedPackage implements Disposable {
  /** A project that has edgefront installed. */
  readonly project = mkdtempSync(join(tmpdir(), 'edgefront-pack-'));
  readonly folder = join(this.project, 'node_modules', 'edgefront');

  constructor() {
    mkdirSync(this.folder, { recursive: true });
    const pack = ['pack', '--silent', '--pack-destination', this.project];
    execFileSync('npm', pack, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    const [tarball] = readdirSync(this.project).filter((name) => name.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', join(this.project, tarball!), '-C', this.folder, '--strip-components=1']);
    const { dependencies } = JSON.parse(readFileSync(join(this.folder, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) this.#link(name);
  }

  /** Runs a program of the project with the Node.js of this process; answers with what it printed. */
  run(file: string, text: string): string {
    writeFileSync(join(this.project, file), text);
    return execFileSync(process.execPath, [join(this.project, file)], { encoding: 'utf8' });
  }

  link(name: string): void {
    this.#link(name);
  }

  [Symbol.dispose](): void {
    rmSync(this.project, { recursive: true });
  }

  #link(name: string): void {
    const path = join(this.project, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), path);
  }
}
