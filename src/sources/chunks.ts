/** Names in parts of at most `max`, and of at most `longest` characters as a list in a URL. */
export function chunksOf(names: readonly string[], max: number, longest: number): string[][] {
  const chunks: string[][] = []
  let length = 0
  for (const name of names) {
    const last = chunks.at(-1)
    length += name.length + '%2C'.length
    if (last !== undefined && last.length < max && length <= longest) {
      last.push(name)
    } else {
      chunks.push([name])
      length = name.length
    }
  }
  return chunks
}
