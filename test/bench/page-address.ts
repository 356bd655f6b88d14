/** The address with which a browser signs in, from what `skipwire serve` prints. */
export function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    output.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+\/#\S+/)?.[0];
      if (address) resolve(address);
    });
  });
}
