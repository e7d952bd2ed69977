/** Downloads a text as a file. */
export function saveText({ fileName, text }: { fileName: string; text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser starts to read the file some time after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
