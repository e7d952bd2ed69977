/** Lets the operator keep a text as a file. */
export function saveText({ fileName, text }: { fileName: string; text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the file after the click; a while later it has certainly begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
