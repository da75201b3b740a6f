import { byId, html, say } from "./dom.ts";
import { forms, words } from "./language.ts";
import { type Login, login, onLogin, send } from "./login.ts";
import type { Live } from "./view.ts";

/** Who is in: somebody who looks, or a technician with the time that is left; and the way out of it. */
export function drawBar(): { show(live: Live | null): void } {
  const who = html("span", { class: "whoami" });
  const end = html("button", { type: "button", hidden: "" }, words.session.end);
  const leave = html("button", { type: "button", hidden: "" }, words.session.leave);
  byId("session").replaceChildren(who, end, leave);
  let me: Login | null = null;
  let asked = "-";

  const ask = (): void =>
    void login().then(
      (now) => {
        me = now;
        end.hidden = now.role !== "technician";
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
      const there = live?.technician;
      // Whose it is only the unit knows, and it is asked when that changes.
      if (live !== null && (there?.session ?? "") !== asked) {
        asked = there?.session ?? "";
        ask();
      }
      const left = there === undefined ? "" : words.session.left(forms.duration(Math.ceil(there.left_s / 60) * 60));
      const own = me?.role === "technician";
      say(
        who,
        there === undefined ? words.session.viewer : own ? words.session.you(there.name, left) : words.session.other(there.name, left),
      );
    },
  };
}
