import { byId, html, say } from "./dom.ts";
import { forms, words } from "./language.ts";
import { codeInAddress, type Login, login, type Outcome, tryCode } from "./login.ts";

const AGAIN_MS = 2_000;
/** A label's code is twelve digits and their dashes; what is longer than this the unit does not read. */
const CODE_MAX = 64;

/** Who we are to the unit, once it answers. */
async function who(): Promise<Login> {
  for (;;) {
    try {
      return await login();
    } catch {
      // The unit is not there; the banner says so.
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** Resolves when the unit lets us look: at once, by the code in the address, or by one that is typed. */
export async function entered(): Promise<void> {
  const code = codeInAddress();
  const { role, again } = await who();
  if (role !== "open") return;
  const outcome = code === null ? null : await tryCode(code);
  if (outcome?.is !== "in") await typed(outcome, again);
}

/** `again`: it was given before. */
function typed(first: Outcome | null, again: boolean): Promise<void> {
  const says = words.login;
  const field = html("input", {
    id: "code",
    name: "code",
    type: "text",
    maxlength: CODE_MAX,
    required: "",
    autocomplete: "current-password",
    inputmode: "numeric",
    spellcheck: "false",
    "aria-describedby": "code-where code-wrong",
  });
  const wrong = html("p", { id: "code-wrong", class: "fault", role: "alert" });
  const button = html("button", { type: "submit", class: "main" }, says.enter);
  const form = html(
    "form",
    { class: "card entry" },
    html("h2", {}, says.title),
    ...(again ? [html("p", { id: "code-again", role: "status" }, says.again)] : []),
    html("p", { id: "code-where", class: "quiet" }, says.where),
    html("label", { for: "code" }, says.code),
    field,
    wrong,
    button,
  );
  let until = 0;
  const tell = (outcome: Outcome): void => {
    if (outcome.is === "slowly") {
      until = performance.now() + outcome.wait_s * 1_000;
      wait();
    } else say(wrong, outcome.is === "wrong" ? says.wrong : outcome.is === "away" ? says.away : "");
    if (outcome.is === "wrong") field.select();
  };
  // A sentence with the time is said once: seconds that count down would be read out each.
  const wait = (): void => {
    const at = new Date(Date.now() + Math.max(0, until - performance.now()));
    say(wrong, says.slowly(forms.timeHere(at.getTime())));
    button.disabled = true;
    setTimeout(
      () => {
        button.disabled = false;
        say(wrong, says.now);
      },
      Math.max(0, until - performance.now()),
    );
  };
  document.documentElement.dataset["door"] = "shut";
  document.title = `${says.title} – stopline`;
  byId("view").replaceChildren(form);
  field.focus();
  if (first !== null) tell(first);
  return new Promise((resolve) => {
    const give = async (code: string): Promise<void> => {
      if (performance.now() < until) return;
      button.disabled = true;
      say(wrong, "");
      const outcome = await tryCode(code);
      button.disabled = false;
      if (outcome.is !== "in") return tell(outcome);
      delete document.documentElement.dataset["door"];
      removeEventListener("hashchange", scanned);
      form.remove();
      resolve();
    };
    // The label's link in a tab that asks for the code already: nothing is loaded for it.
    const scanned = (): void => {
      const code = codeInAddress();
      if (code !== null) void give(code);
    };
    addEventListener("hashchange", scanned);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void give(field.value.trim());
    });
  });
}
