// The names of files that the server reads, for file pickers.

const DOCUMENTS = '.md,.markdown,.txt,.html,.htm,.csv,.docx,.xlsx,.pptx,.epub,.pdf';
const IMAGES = '.png,.jpg,.jpeg,.webp,.tif,.tiff,.bmp';

/** A value for `accept`; images only where the server reads the text in them. */
export function acceptedFiles(readsImages: boolean): string {
  return readsImages ? `${DOCUMENTS},${IMAGES}` : DOCUMENTS;
}
