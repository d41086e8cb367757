/** The part of playwright-core that is used here; it is installed for these tests alone. */
declare module 'playwright-core' {
  export interface Locator {
    click(): Promise<void>;
    count(): Promise<number>;
    first(): Locator;
    nth(at: number): Locator;
    locator(selector: string): Locator;
    textContent(): Promise<string | null>;
    fill(value: string): Promise<void>;
    focus(): Promise<void>;
    press(key: string): Promise<void>;
    waitFor(): Promise<void>;
  }

  export interface CDPSession {
    send(method: string, parameters?: object): Promise<{ metrics?: { name: string; value: number }[] }>;
  }

  export interface Page {
    goto(url: string): Promise<{ status(): number } | null>;
    frames(): { name(): string; url(): string }[];
    locator(selector: string): Locator;
    getByRole(role: string, options: { name: string }): Locator;
    /** Scripts are text: nothing here knows a browser's types. */
    evaluate<T>(script: string): Promise<T>;
    screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
    on(event: string, listener: (told: { type?(): string; text?(): string; message?: string }) => void): void;
    addInitScript(script: { path: string }): Promise<void>;
    keyboard: { press(key: string): Promise<void> };
    context(): { newCDPSession(page: Page): Promise<CDPSession> };
  }

  export interface PageOptions {
    readonly viewport?: { readonly width: number; readonly height: number };
    readonly colorScheme?: 'light' | 'dark';
    readonly reducedMotion?: 'reduce' | 'no-preference';
  }

  export interface Browser {
    newPage(options?: PageOptions): Promise<Page>;
    close(): Promise<void>;
  }

  export const chromium: {
    launch(options: { executablePath: string; args?: readonly string[] }): Promise<Browser>;
  };
}
