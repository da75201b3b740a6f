import { mayGoTogether } from "../traffic/beside.ts";
import type { Phase, Site } from "../traffic/site.ts";

/**
 * What legs and movements cannot say of phases that rings let go together, so that neither `checks/paths.ts` nor the monitor holds it
 * against them: for a person to look at. Empty where everything is told.
 */
export function untoldOf(site: Site): readonly string[] {
  const beside = (phase: Phase) => site.phases.filter((other) => mayGoTogether(site, phase.number, other.number));
  const accompanied = site.phases.filter((phase) => beside(phase).length > 0);
  const turning = accompanied.filter(
    (phase) => phase.movement === "all" && beside(phase).some((other) => other.approach !== phase.approach),
  );
  const walking = accompanied.filter((phase) => phase.walk_ds > 0 && phase.movement !== "through");
  const yielding = accompanied.filter((phase) => phase.yields_to.length > 0);
  return [
    ...told(
      turning,
      'has movement "all": whether its turns give way to those beside it',
      'have movement "all": whether their turns give way to those beside them',
    ),
    ...told(
      walking,
      "has a walk that no leg tells: whether others drive across it",
      "have walks that no leg tells: whether others drive across them",
    ),
    ...yielding.map(
      (phase) => `phase ${phase.number} gives way to ${phase.yields_to.join(", ")} on green, as the file says: whether it must not`,
    ),
  ].map((words) => `not checked: ${words}`);
}

const told = (phases: readonly Phase[], one: string, several: string): readonly string[] => {
  const numbers = phases.map((phase) => phase.number);
  if (numbers.length === 0) return [];
  return [numbers.length === 1 ? `phase ${numbers[0]} ${one}` : `phases ${numbers.join(", ")} ${several}`];
};
