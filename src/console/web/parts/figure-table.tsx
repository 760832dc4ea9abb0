/** The figures behind a chart, for those who want to read or copy them. Folded until asked for. */
export function FigureTable({
  caption,
  head,
  rows,
}: {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}) {
  return (
    <details className="text-xs">
      <summary className="w-fit text-muted hover:text-text">{caption}</summary>
      <div className="mt-2 overflow-x-auto">
        <table className="tabular-nums">
          <thead>
            <tr>
              {head.map((name, column) => (
                <th
                  key={name}
                  scope="col"
                  className={`px-2 py-1 font-medium ${column === 0 ? 'text-left' : 'text-right'}`}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]} className="border-t border-line">
                {row.map((cell, column) => (
                  <td key={head[column]} className={`px-2 py-1 ${column === 0 ? 'text-left' : 'text-right'}`}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
