/** Names in parts of at most `max`, and where they travel in a URL of at most `longest` characters as a list. */
export function chunksOf(
  names: readonly string[],
  max: number,
  longest = Number.POSITIVE_INFINITY,
): string[][] {
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
