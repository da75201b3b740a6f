/** What the panel asks of whoever listens for browsers: the port that `platform/web.ts` implements. */
export interface Web {
  /** The files of a folder as a browser takes them: TypeScript without its types. Throws if the folder cannot be read. */
  files(folder: URL): readonly PageFile[];
  /**
   * Listens, and answers each GET with what `answer` says, if it is asked for by an IP address, as localhost or as `host`: by any other name
   * it could be a page of somebody else's that a browser has been talked into taking for this one. `port` 0 takes a free one. Rejects in
   * words if the port is taken.
   */
  listen(host: string, port: number, answer: (path: string) => Answer): Promise<Listening>;
}

export interface PageFile {
  /** As it is asked for, without the leading slash. */
  readonly name: string;
  /** Its media type. */
  readonly type: string;
  readonly body: string;
}

export interface Listening {
  readonly url: string;
  /** Ends every stream and resolves when nobody is connected any more. */
  close(): Promise<void>;
}

export type Answer =
  | {
      readonly kind: "text";
      readonly status: number;
      readonly type: string;
      readonly headers: { readonly [name: string]: string };
      readonly body: string;
    }
  | {
      /** Server-sent events until the reader goes. */
      readonly kind: "events";
      readonly headers: { readonly [name: string]: string };
      readonly opened: (reader: EventReader) => void;
    };

export interface EventReader {
  /** Where it is. */
  readonly address: string;
  /** False while the reader has not taken what it was last sent. */
  ready(): boolean;
  send(event: string, data: string): void;
  /** Ends it after what was sent, if that goes soon. */
  close(): void;
  /** Called when the reader has taken everything, and when it is gone. */
  on(heard: { readonly ready: () => void; readonly gone: () => void }): void;
}
