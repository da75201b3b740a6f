/** What the panel asks of whoever listens for browsers: the port that `platform/web.ts` implements. */
export interface Web {
  /** The files of a folder and of the folders in it as a browser takes them: TypeScript without its types. Throws if it cannot be read. */
  files(folder: URL): readonly PageFile[];
  /**
   * Listens, and answers each GET, HEAD and POST with what `answer` says, if it is asked for by an IP address, as localhost or as `host`: by
   * any other name it could be a page of somebody else's that a browser has been talked into taking for this one. `port` 0 takes a free one.
   * Rejects in words if the port is taken.
   */
  listen(host: string, port: number, answer: Answering): Promise<Listening>;
}

/** May take its time; whatever it throws is told as 500 and ends nothing but its request. */
export type Answering = (asked: Asked) => Answer | Promise<Answer>;

/** What a browser wants. */
export interface Asked {
  /** HEAD is answered as GET, without what is said. */
  readonly method: "GET" | "POST";
  /** As it was sent, from the slash to the question mark. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Where it came from: an IP address. */
  readonly address: string;
  /** "" for one that was not sent. */
  readonly header: (name: "accept-language" | "content-type" | "cookie" | "host" | "origin") => string;
  /** What was sent with it, as UTF-8; null if that is more than `most` bytes, is no text, or does not come within seconds. Is asked for once. */
  readonly body: (most: number) => Promise<string | null>;
}

export interface PageFile {
  /** As it is asked for, without the leading slash: "views/journal/view.ts". */
  readonly name: string;
  /** Its media type. */
  readonly type: string;
  readonly body: string;
  /** `body` packed by gzip, once. */
  readonly packed: Uint8Array;
}

export interface Listening {
  readonly url: string;
  /** Ends every stream and resolves when nobody is connected any more. */
  close(): Promise<void>;
}

export interface Headers {
  readonly [name: string]: string;
}

export interface TextAnswer {
  readonly kind: "text";
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array;
  /** The same, packed by gzip, for who takes it so; whoever listens packs a longer text itself. */
  readonly packed?: Uint8Array;
}

export type Answer =
  | TextAnswer
  | {
      /** Server-sent events until the reader goes. */
      readonly kind: "events";
      readonly headers: Headers;
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
