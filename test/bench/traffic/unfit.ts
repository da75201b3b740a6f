/** Why a controller cannot run in a scenario, in words: nothing has failed, there is only no figure. */
export class Unfit extends Error {}
