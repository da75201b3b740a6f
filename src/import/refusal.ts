/** Why a net cannot become a site, in words for whoever asked. */
export class Refusal extends Error {}
