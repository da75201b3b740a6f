import type { BrokerAddress } from "../sync/broker.ts";

/** Reason codes that a technician can do something about; 3.1.1 has 1 to 5, MQTT 5 the rest (section 2.4). */
const REASONS: { readonly [code: number]: readonly [words: string, todo: string] } = {
  1: ["does not take this MQTT version", "it must speak MQTT 3.1.1 or 5"],
  2: ["does not take our name", "look at what the broker's log says about the client id"],
  3: ["has no room for us now", "we go on trying"],
  4: ["does not know us", "give this unit its certificate or password at the broker"],
  5: ["does not allow this", "look at the broker's access list for this unit"],
  128: ["refused without saying why", "its log may say more (often the access list)"],
  132: ["does not take this MQTT version", "it must speak MQTT 3.1.1 or 5"],
  133: ["does not take our name", "look at what the broker's log says about the client id"],
  134: ["does not know us", "give this unit its certificate or password at the broker"],
  135: ["does not allow this", "look at the broker's access list for this unit"],
  136: ["has no room for us now", "we go on trying"],
  137: ["is busy", "we go on trying"],
  138: ["has banned us", "look at the broker's access list for this unit"],
  139: ["is being shut down", "we go on trying"],
  142: ["has another client with our name", "is a second unit set up with this id, or a second link running?"],
  147: ["took too many unconfirmed messages from us", "please report this: the window is ours to keep"],
  149: ["got a longer message than it takes", "give it a higher max_packet_size"],
  151: ["says that our quota is used up", "we go on trying, more slowly"],
  156: ["says that another server is ours now", "ask the centre which, and write it into the site file"],
  157: ["says that it has moved", "ask the centre where, and write it into the site file"],
  159: ["says that too many connect at once", "we go on trying, more slowly"],
};

type Advice = readonly (readonly [said: RegExp, words: string, todo: string])[];

/** What the broker says of our certificate, as TLS alerts (RFC 8446, 6.2) in OpenSSL's words. */
const ALERTS: Advice = [
  [
    /certificate expired/,
    "it refuses our certificate, which has ended",
    'make the next one with "stopline ca renew" and put it into its folder',
  ],
  [
    /bad certificate/,
    "it refuses our certificate, as damaged or not valid yet",
    "is this unit's clock right when it is made, and the broker's? copy it again",
  ],
  [
    /certificate revoked/,
    "our certificate has been revoked",
    'was this unit stolen or replaced? the centre makes another one with "stopline ca renew"',
  ],
  [/unknown ca/, "it does not know who signed our certificate", "copy into its folder what the authority of this broker has made for us"],
  [
    /certificate required/,
    "it wants a certificate, and we have none",
    'name the folder of ours with certificates = "DIR" in the site file',
  ],
  [
    /(unsupported|unknown) certificate/,
    "our certificate is not one for a unit or a brain",
    'copy into its folder what "stopline ca" has made for us',
  ],
  [/protocol version/, "it does not speak TLS 1.3", "give the broker tls_version tlsv1.3; we speak nothing older"],
  [/handshake failure/, "it and we have no cipher in common", "give the broker the usual ciphers of TLS 1.3"],
];

/** What the system and the library say, and what a technician can do about it. */
const ADVICE: Advice = [
  [/ECONNREFUSED/, "nobody listens there", "is the broker running, and are host and port in the site file right?"],
  [
    /ENOTFOUND|EAI_AGAIN/,
    "the name has no address",
    "is the host in the site file spelled right, and does this unit reach its name server?",
  ],
  [/EHOSTUNREACH|ENETUNREACH|ENETDOWN/, "there is no way to it", "is the modem or the network cable in place?"],
  [/ETIMEDOUT|connack timeout/i, "it does not answer", "is a firewall in the way, or the port another one?"],
  [/keepalive/i, "it stopped answering", "the line went quiet; we connect again"],
  [/altname/i, "its certificate is for another name", "is the host in the site file the one that the broker's certificate names?"],
  [/CERT_HAS_EXPIRED/, "its certificate has ended", "is this unit's clock right? otherwise the centre must give the broker a new one"],
  [/CERT_NOT_YET_VALID/, "its certificate is not valid yet", "is this unit's clock right?"],
  [/INVALID_PURPOSE|certificate purpose/, "what answers there is no broker", "find out who listens there: its certificate is a unit's"],
  [
    /SELF_SIGNED|UNABLE_TO|certificate|CERT_/i,
    "its certificate is not trusted",
    "is ca.crt in the folder of certificates the one of this broker's authority, and this unit's clock right?",
  ],
  [/UNSUPPORTED_PROTOCOL/, "it does not speak TLS 1.3", "give the broker tls_version tlsv1.3; we speak nothing older"],
  [/wrong version number|EPROTO|SSL|TLS/i, "it does not speak TLS there", "use the broker's TLS port, or say tls = false in the site file"],
  [/ECONNRESET|EPIPE/, "it cut the connection", "the broker may have been restarted; we connect again"],
  [/hung up before/, "it hung up before it answered", "is this an MQTT port? (a TLS port hangs up on a connection without TLS)"],
  [/^$|Connection closed/, "it closed the connection", "a second client with our name does that too; we connect again"],
];

/**
 * What, where and what to do, in one line: "broker brain.example.net:8883: nobody listens there (…); is the broker running …?". `ours` is what
 * we know ourselves to be wrong with our certificate.
 */
export function brokerWords({ host, port, typed = false }: BrokerAddress, error: Error, ours = ""): string {
  const code = "code" in error ? error.code : undefined;
  const where = `broker ${host}:${port}`;
  const reason = typeof code === "number" ? REASONS[code] : undefined;
  if (reason !== undefined) return `${where} ${reason[0]} (reason ${code}); ${reason[1]}`;
  const said = [error.message, typeof code === "string" && !error.message.includes(code) ? code : ""].filter((s) => s !== "").join(" ");
  const alert = /alert ([a-z ]+)/.exec(said)?.[1];
  if (alert !== undefined) {
    const [, words, todo] = ALERTS.find(([pattern]) => pattern.test(alert)) ?? [null, "it broke off TLS", "look at the broker's log"];
    return `${where}: ${words} (TLS alert: ${alert}); ${ours === "" ? (typed ? typedWords(todo) : todo) : ours}`;
  }
  const [, words, todo] = ADVICE.find(([pattern]) => pattern.test(said)) ?? [null, "does not work", "look at the broker's log"];
  return `${where}: ${words}${words.includes(said) ? "" : ` (${said})`}; ${typed ? typedWords(todo) : todo}`;
}

/** The same advice for an address that stands in no site file. */
const typedWords = (todo: string): string =>
  todo
    .replace("tls = false in the site file", "--plain")
    .replace('certificates = "DIR" in the site file', "--certificates DIR")
    .replace(" in the site file", "");
