import { html, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { sessionOf } from "../../parts/session.ts";
import type { Live } from "../../view.ts";
import { ask, isRefused } from "./asking.ts";
import { whyNotAlone } from "./says.ts";

const w = words.actions;

/** Where a technician's session begins; `begun` when it has. */
export function drawBegin(begun: () => void) {
  const name = html("input", { id: "technician-name", type: "text", maxlength: 64, required: "", autocomplete: "name" });
  const code = html("input", {
    id: "technician-code",
    type: "password",
    maxlength: 64,
    required: "",
    autocomplete: "off",
    inputmode: "numeric",
  });
  const button = html("button", { type: "submit", class: "main" }, w.begin);
  const instead = html("button", { type: "button", hidden: "" }, w.instead);
  // Before he types name and code: whoever begins takes over from who is in already.
  const there = html("p", { class: "there" });
  const wrong = html("p", { class: "fault", role: "alert" });
  const form = html(
    "form",
    {},
    html("p", {}, w.beginWhy),
    there,
    html("label", { for: "technician-name" }, w.name),
    name,
    html("label", { for: "technician-code" }, w.code),
    code,
    wrong,
    button,
    instead,
  );
  const none = html("p", { hidden: "" }, w.noTechnicians);
  const attempt = async (takesOver: boolean): Promise<void> => {
    button.disabled = true;
    const answer = await ask("technician", { name: name.value, code: code.value, instead: takesOver });
    button.disabled = false;
    instead.hidden = !(isRefused(answer) && answer.refused === "refused");
    say(wrong, isRefused(answer) ? whyNotAlone(answer) : "");
    // What was tapped has lost the focus: it goes to what one does next.
    if (isRefused(answer)) {
      (instead.hidden ? code : instead).focus();
      return;
    }
    code.value = "";
    begun();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(false);
  });
  instead.addEventListener("click", () => void attempt(true));
  return {
    node: card("technician", w.technician, form, none),
    focus: (): void => name.focus(),
    heard: (live: Live | null): void => say(there, live?.technician === undefined ? "" : sessionOf("other", live.technician)),
    show: (technicians: boolean): void => {
      form.hidden = !technicians;
      none.hidden = technicians;
    },
  };
}
