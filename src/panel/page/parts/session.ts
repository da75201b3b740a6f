import { forms, words } from "../language.ts";
import type { Live } from "../view.ts";

/** Whose technician's session it is, as he or anybody else reads it, with its minutes that are left: "You are technician Miller, 12 mins left". */
export const sessionOf = (reader: "you" | "other", { name, left_s }: NonNullable<Live["technician"]>): string =>
  words.session[reader](name, forms.duration(Math.ceil(left_s / 60) * 60));
