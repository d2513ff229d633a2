import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'

export interface Import {
  /** The importing file, below `src`, without its ending: `graph/user`. */
  readonly from: string
  /** What it imports: a file below `src` in the same way, or the name of a package, or `node:…`. */
  readonly to: string
  /** Gone when the types are: nothing runs because of it. */
  readonly isType: boolean
}

export interface Source {
  readonly name: string
  readonly imports: readonly Import[]
  /** Names that it uses and that no declaration or property of its own explains: `process`, `setTimeout` … */
  readonly uses: ReadonlySet<string>
}

const ROOT = new URL('../../src/', import.meta.url)

/** Every source file, with what it imports. */
export function readSources(): readonly Source[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readSource(path.replaceAll('\\', '/'), readFileSync(new URL(path, ROOT), 'utf8')))
}

/** Reads one file; `path` is below `src`. */
export function readSource(path: string, text: string): Source {
  const name = withoutEnding(path)
  const imports: Import[] = []
  const uses = new Set<string>()
  const declared = new Set<string>()
  const note = (module: ts.Node | undefined, isType: boolean) => {
    if (module !== undefined && ts.isStringLiteral(module)) {
      imports.push({ from: name, to: targetOf(name, module.text), isType })
    }
  }
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isTypeImport(node))
    else if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      note(node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      note(node.arguments[0], false)
    }
    if (ts.isIdentifier(node) && isDeclaration(node)) declared.add(node.text)
    else if (ts.isIdentifier(node) && !isPropertyName(node)) uses.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  return { name, imports, uses: new Set([...uses].filter((used) => !declared.has(used))) }
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false
  const { phaseModifier, name, namedBindings } = importClause
  if (phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  if (name !== undefined || namedBindings === undefined || ts.isNamespaceImport(namedBindings)) return false
  return namedBindings.elements.every((element) => element.isTypeOnly)
}

function isDeclaration({ parent, text }: ts.Identifier): boolean {
  const declares =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isImportSpecifier(parent)
  return declares && parent.name !== undefined && 'text' in parent.name && parent.name.text === text
}

function isPropertyName({ parent, text }: ts.Identifier): boolean {
  const name = 'name' in parent ? parent.name : undefined
  return typeof name === 'object' && name !== null && 'text' in name && name.text === text
}

function targetOf(from: string, module: string): string {
  if (module.startsWith('.')) return withoutEnding(posix.join(posix.dirname(from), module))
  // A path inside a package is still that package.
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/')
}

function withoutEnding(path: string): string {
  return path.replace(/\.ts$/, '')
}
