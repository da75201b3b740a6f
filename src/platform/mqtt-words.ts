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
  159: ["says that too many connect at once", "we go on trying, more slowly"],
};

/** What the system and the library say, and what a technician can do about it. */
const ADVICE: readonly (readonly [said: RegExp, words: string, todo: string])[] = [
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
  [/certificate|CERT_|self.signed/i, "its certificate is not trusted", "is this unit's clock right, and is the broker's CA installed?"],
  [/wrong version number|EPROTO|SSL|TLS/i, "it does not speak TLS there", "use the broker's TLS port, or say tls = false in the site file"],
  [/ECONNRESET|EPIPE/, "it cut the connection", "the broker may have been restarted; we connect again"],
  [/hung up before/, "it hung up before it answered", "is this an MQTT port? (a TLS port hangs up on a connection without TLS)"],
  [/^$|Connection closed/, "it closed the connection", "a second client with our name does that too; we connect again"],
];

/** What, where and what to do, in one line: "broker brain.example.net:8883: nobody listens there (…); is the broker running …?" */
export function brokerWords({ host, port, typed = false }: BrokerAddress, error: Error): string {
  const code = "code" in error ? error.code : undefined;
  const where = `broker ${host}:${port}`;
  const reason = typeof code === "number" ? REASONS[code] : undefined;
  if (reason !== undefined) return `${where} ${reason[0]} (reason ${code}); ${reason[1]}`;
  const said = [error.message, typeof code === "string" && !error.message.includes(code) ? code : ""].filter((s) => s !== "").join(" ");
  const [, words, todo] = ADVICE.find(([pattern]) => pattern.test(said)) ?? [null, "does not work", "look at the broker's log"];
  return `${where}: ${words}${words.includes(said) ? "" : ` (${said})`}; ${typed ? typedWords(todo) : todo}`;
}

/** The same advice for an address that stands in no site file. */
const typedWords = (todo: string): string => todo.replace("tls = false in the site file", "--plain").replace(" in the site file", "");
