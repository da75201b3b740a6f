import { byId, html, say } from "./dom.ts";
import { words } from "./language.ts";
import { login, onLogin, send } from "./login.ts";
import { sessionOf } from "./parts/session.ts";
import { sessionSeen } from "./parts/taken.ts";
import type { Live } from "./view.ts";

/** Who is in: somebody who looks, or a technician with the time that is left; and the way out of it. */
export function drawBar(): { show(live: Live | null): void } {
  const who = html("span", { class: "whoami" });
  const end = html("button", { type: "button", hidden: "" }, words.session.end);
  const leave = html("button", { type: "button", hidden: "" }, words.session.leave);
  byId("session").replaceChildren(who, end, leave);
  let reader: "you" | "other" = "other";
  let asked = "-";
  let newest: Live | null = null;

  const ask = (): void =>
    void login().then(
      (now) => {
        reader = now.role === "technician" ? "you" : "other";
        sessionSeen(reader === "you", newest);
        end.hidden = reader === "other";
        leave.hidden = !now.login;
      },
      () => {},
    );
  const out = (path: string): void => {
    void send(path, {}).then(
      () => location.reload(),
      () => {},
    );
  };
  onLogin(ask);
  end.addEventListener("click", () => out("technician/end"));
  leave.addEventListener("click", () => out("logout"));
  return {
    show: (live) => {
      newest = live;
      const there = live?.technician;
      // Whose it is only the unit knows, and it is asked when that changes.
      if (live !== null && (there?.session ?? "") !== asked) {
        asked = there?.session ?? "";
        ask();
      }
      say(who, there === undefined ? words.session.viewer : sessionOf(reader, there));
    },
  };
}
