/** What a technician is told of a detector's fault, by the words that stand in its record: the likely cause, and what to do next. */
export const FAULT_TODO: { readonly [words: string]: string } = {
  "other fault": "the electronics report a fault of their own: look at the channel's lamps and its manual",
  watchdog: "the electronics say that their processor stood still: reset the channel, replace the card if it comes back",
  "open loop": "the loop or its lead-in is cut: measure its resistance at the terminals, below 5 ohm is good",
  "shorted loop": "the loop or its lead-in has a short: measure inductance and insulation at the terminals",
  "excessive inductance change": "the loop moves, or metal lies near it: look at the pavement and the splice, then reset the channel",
  "device does not answer": "the device has no power, or its cable is cut: look at its power lamp and the line, then stopline doctor",
  "no activity": "nobody has come over it for long: drive over it; if its lamp stays dark, measure the loop, else the wire to the input",
  "max presence": "it stays on: look whether a vehicle stands there; if not, reset its channel and measure the loop",
  "erratic counts":
    "more vehicles than a lane has: a splice makes bad contact, or the channel is too sensitive; shake the lead-in and measure insulation",
  chatter:
    "more vehicles than a lane lets through: a splice makes bad contact, or two loops share a frequency; shake the lead-in, change the frequency",
  "no change for a day":
    "it has said nothing for a day: drive over it; if its lamp changes, follow the wire to the input, else measure the loop",
  "misses vehicles":
    "others see vehicles that it does not, see the doubt beside it: drive over it, measure the loop, then raise the sensitivity",
};
