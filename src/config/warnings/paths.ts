import type { Warning } from "./index.ts";

const BY_PATH = "Write its name under /dev/serial/by-path (ls -l /dev/serial/by-path shows it): that stays with the socket.";

/** Names of ports that may mean another adapter tomorrow. */
export const warnOfPaths: Warning = ({ ports }) => {
  for (const { row } of ports) {
    const { path } = row.whole;
    if (/^\/dev\/tty(USB|ACM)\d+$/.test(path)) {
      const words = `${path} is numbered as the kernel finds it: after a restart or a re-plug it may be another line`;
      row.warn("path", words, BY_PATH);
    } else if (path.startsWith("/dev/serial/by-id/")) {
      const words = "a name by-id goes with the adapter: a spare one has another, and two of a kind without serial numbers share one";
      row.warn("path", words, BY_PATH);
    }
    if (row.whole.rs485 && /usb|ttyACM/i.test(path)) {
      const words = "rs485 is true, but adapters on USB switch their transceivers by themselves, and their drivers know no such mode";
      row.warn("rs485", words, "Leave rs485 out, or write the path of the board's own UART.");
    }
  }
};
