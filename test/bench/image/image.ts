/** The image that is measured. */
export const IMAGE = process.env.IMAGE ?? "build/image/generic-efi/stopline.img";
