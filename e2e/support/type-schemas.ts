import ts from 'typescript';

type JsonSchema = Record<string, unknown>;

/**
 * JSON schemas of the properties of an exported interface, as TypeScript's own checker sees their types. Made when
 * they are needed, so they cannot fall behind the package that the types come from.
 *
 * A property that may be null may also be absent: a client sees no difference. More than the type names is allowed.
 */
export function schemasOf(file: string, interfaceName: string): Readonly<Record<string, JsonSchema>> {
  const program = ts.createProgram([file], {
    strict: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: ['node'],
  });
  const source = program.getSourceFile(file);
  const declaration = source?.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  if (!declaration) throw new Error(`${file} has no interface ${interfaceName}`);
  return new SchemaWriter(program.getTypeChecker()).write(declaration);
}

class SchemaWriter {
  private readonly names = new Map<ts.Type, string>();
  private readonly definitions: Record<string, JsonSchema> = {};

  constructor(private readonly checker: ts.TypeChecker) {}

  write(declaration: ts.InterfaceDeclaration): Record<string, JsonSchema> {
    const properties = this.checker.getTypeAtLocation(declaration).getProperties();
    const schemas = properties.map((property) => [property.name, this.of(this.checker.getTypeOfSymbol(property))]);
    return Object.fromEntries(
      (schemas as [string, JsonSchema][]).map(([name, schema]) => [name, { ...schema, $defs: this.definitions }]),
    );
  }

  private of(type: ts.Type): JsonSchema {
    if (type.isUnion()) return this.union(type);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (has(type, ts.TypeFlags.BooleanLiteral)) return { const: this.checker.typeToString(type) === 'true' };
    if (has(type, ts.TypeFlags.StringLike)) return { type: 'string' };
    if (has(type, ts.TypeFlags.NumberLike)) return { type: 'number' };
    if (has(type, ts.TypeFlags.BooleanLike)) return { type: 'boolean' };
    if (has(type, ts.TypeFlags.Null)) return { type: 'null' };
    if (type.isIntersection()) {
      // `string & {}` is how a type says "these words and any other".
      const primitive = type.types.find((member) => has(member, ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike));
      if (primitive) return this.of(primitive);
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', ...(item ? { items: this.of(item) } : {}) };
    }
    if (type.getCallSignatures().length > 0 || !has(type, ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return {};
    return this.reference(type);
  }

  private union(type: ts.UnionType): JsonSchema {
    const members = type.types.filter((member) => !has(member, ts.TypeFlags.Undefined));
    const schemas = members.map((member) => this.of(member));
    if (schemas.every((schema) => 'const' in schema)) return { enum: schemas.map((schema) => schema['const']) };
    return schemas.length === 1 ? (schemas[0] as JsonSchema) : { anyOf: schemas };
  }

  private reference(type: ts.Type): JsonSchema {
    let name = this.names.get(type);
    if (name === undefined) {
      name = `${this.checker.typeToString(type).replaceAll(/\W+/g, '_').slice(0, 60)}_${this.names.size}`;
      this.names.set(type, name);
      this.definitions[name] = this.object(type);
    }
    return { $ref: `#/$defs/${name}` };
  }

  private object(type: ts.Type): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const property of type.getProperties()) {
      const own = this.checker.getTypeOfSymbol(property);
      properties[property.name] = this.of(own);
      if (!(property.flags & ts.SymbolFlags.Optional) && !isNullable(own)) required.push(property.name);
    }
    const index = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return { type: 'object', properties, required, ...(index ? { additionalProperties: this.of(index.type) } : {}) };
  }
}

function has(type: ts.Type, flags: ts.TypeFlags): boolean {
  return (type.flags & flags) !== 0;
}

function isNullable(type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.some((member) => has(member, ts.TypeFlags.Null | ts.TypeFlags.Unknown | ts.TypeFlags.Any));
}
