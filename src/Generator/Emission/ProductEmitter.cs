using Backprop.Generator.Planning;
using static Backprop.Generator.Emission.Code;

namespace Backprop.Generator.Emission;

/// <summary>Spells a matrix product: panels of columns, cut into register tiles.</summary>
internal static class ProductEmitter
{
    public static void Emit(SourceWriter writer, ProductPlan product)
    {
        ProductNames n = product.Names;
        string terms = product.Terms is null ? Spell($", nuint {n.TermCount}") : string.Empty;
        string start = product.Start == ProductStart.Row ? ", ref float b" : string.Empty;
        string adds = product.Start == ProductStart.ZeroOrTarget ? ", bool adds" : string.Empty;
        writer.Line();
        writer.Line(Spell($"// {product.Formula}."));
        writer.Line(Names.Optimized);
        writer.Open(Spell($"private static void {product.Name}(ref float {n.Left}, ref float {n.Right}{start}, ref float {n.Target}, nuint {n.RowCount}{terms}{adds})"));
        writer.Open("unchecked");
        foreach (PanelPlan panel in product.Panels)
        {
            EmitPanel(writer, product, panel);
        }

        writer.Close();
        writer.Close();
    }

    private static void EmitPanel(SourceWriter writer, ProductPlan product, PanelPlan panel)
    {
        writer.Line(Spell($"// Columns {panel.FirstColumn} to {panel.EndColumn - 1}, tiles of {panel.ToString()}."));
        string column = Number.Text(panel.FirstColumn);
        bool isScoped = !panel.IsOneTileWide || product.Panels.Count > 1;
        if (panel.IsOneTileWide && isScoped)
        {
            writer.Open();
        }
        else if (isScoped)
        {
            writer.Open(Spell($"for (nuint c = {panel.FirstColumn}; c < {panel.EndColumn}; c += {panel.Width})"));
            column = "c";
        }

        if (panel.ScratchFloats > 0)
        {
            writer.Line(Spell($"global::System.Span<float> scratch = stackalloc float[{panel.ScratchFloats}];"));
            writer.Line("ref float sums = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(scratch);");
        }

        writer.Line(Spell($"nuint {product.Names.Row} = 0;"));
        foreach (TilePlan tile in panel.Tiles)
        {
            TileEmitter.Of(writer, product, panel, tile, column).Emit();
        }

        if (isScoped)
        {
            writer.Close();
        }
    }
}
