import "./numbers.js";

export { stopline } from "./gen/stopline.js";
