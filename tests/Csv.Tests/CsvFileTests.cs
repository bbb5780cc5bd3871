using System;
using System.IO;
using System.Linq;
using Backprop.Generator.Tests.Support;
using Xunit;

namespace Backprop.Csv.Tests;

public sealed class CsvFileTests
{
    private static readonly CsvOptions LastIsTarget = new() { HasHeader = false, Targets = [^1] };

    // F. J. Anscombe, "Graphs in statistical analysis", The American Statistician 27 (1973), his table. The same paper gives, for each of
    // the four sets: mean of x 9.0, sum of squares of x about its mean 110.0, mean of y 7.5.
    private const string Anscombe = """
        "x 1, 2 and 3",y1,y2,y3,x4,y4
        10,8.04,9.14,7.46,8,6.58
        8,6.95,8.14,6.77,8,5.76
        13,7.58,8.74,12.74,8,7.71
        9,8.81,8.77,7.11,8,8.84
        11,8.33,9.26,7.81,8,8.47
        14,9.96,8.10,8.84,8,7.04
        6,7.24,6.13,6.08,8,5.25
        4,4.26,3.10,5.39,19,12.50
        12,10.84,9.13,8.15,8,5.56
        7,4.82,7.26,6.42,8,7.91
        5,5.68,4.74,5.73,8,6.89
        """;

    [Fact]
    public void ReadsWhatHasPublishedStatistics()
    {
        Dataset data = Read(Anscombe, new CsvOptions { Inputs = ["x 1, 2 and 3", "x4"], Targets = ["y1", "y2", "y3", ^1] });
        Assert.Equal("11 rows of 2 inputs, 4 targets", data.ToString());
        Assert.Equal(["x 1, 2 and 3", "x4"], data.InputNames);
        Assert.Equal(["y1", "y2", "y3", "y4"], data.TargetNames);

        Scaler x = Scaler.FitStandard(data);
        Assert.Equal([9.0, 9.0], x.Offsets.ToArray());
        Assert.All(x.Factors.ToArray(), factor => Assert.Equal(110.0, 11 / (factor * factor), 1e-12));
        Assert.All(Scaler.FitStandardTargets(data).Offsets.ToArray(), mean => Assert.Equal(7.5, mean, 0.001));
    }

    // Each case of RFC 4180, section 2, by its number there: two columns, the second the label.
    [Theory]
    [InlineData("1. lines end with CRLF", "1,a\r\n2,b\r\n", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("2. the last one need not", "1,a\r\n2,b", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("5. fields may be quoted", "\"1\",\"a\"\r\n2,b\r\n", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("6. what is quoted may have line breaks, quotes and commas", "1,\"a\r\n\"\"b\"\",c\"\r\n2,d\r\n", new[] { 1f, 2f }, new[] { "a\n\"b\",c", "d" })]
    [InlineData("7. a quote in quotes is doubled", "1,\"\"\"\"\r\n2,\"\"\"b\"\"\"\r\n", new[] { 1f, 2f }, new[] { "\"", "\"b\"" })]
    [InlineData("other line ends", "1,a\n2,b\n", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("yet other line ends", "1,a\r2,b\r", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("spaces around a field", " 1 ,\t a b  \n2, \" c \" \n", new[] { 1f, 2f }, new[] { "a b", " c " })]
    [InlineData("blank lines", "\n1,a\n\n  \n2,b\n\n", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("blank lines that end with CRLF", "\r\n1,a\r\n\r\n2,b\r\n\r\n", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("a byte order mark", "\uFEFF1,a\n2,b\n", new[] { 1f, 2f }, new[] { "a", "b" })]
    [InlineData("a delimiter at the end of each line", "1,a,\n2,b,\n", new[] { 1f, 2f }, new[] { "a", "b" })]
    public void ReadsTheFormat(string what, string text, float[] inputs, string[] labels)
    {
        Assert.NotEmpty(what);
        Dataset data = Read(text, new CsvOptions { HasHeader = false, Inputs = [0], Label = 1 });
        Assert.Equal(inputs, data.Inputs.ToArray());
        Assert.Equal(labels.Select(Lines), data.Labels.ToArray().Select(label => Lines(data.ClassNames[label])));
        Assert.Empty(data.InputNames);

        static string Lines(string value) => value.ReplaceLineEndings("\n");
    }

    [Fact]
    public void TheHeaderNamesTheInputs()
    {
        Dataset data = Read("\"length, cm\", width ,kind\n1,2,a\n3,4,b\n", new CsvOptions { Label = "kind" });
        Assert.Equal(["length, cm", "width"], data.InputNames);
        Assert.Equal([1, 2, 3, 4], data.Inputs.ToArray());
        Assert.Equal(["a", "b"], data.ClassNames);
        Assert.Empty(data.TargetNames);
    }

    [Theory]
    [InlineData("\uFEFFa,k\n1,x\n")]
    [InlineData("\uFEFF\"a\",k\n1,x\n")]
    public void AByteOrderMarkThatAReaderPassesOnIsNoPartOfTheFirstName(string text)
        => Assert.Equal(["a"], Read(text, new CsvOptions { Inputs = ["a"], Label = "k" }).InputNames);

    [Fact]
    public void ColumnsWithoutNamesMayBeThereIfNobodyAsksForThem()
    {
        // As spreadsheets write columns that were used once.
        Dataset data = Read("a,k,,\n1,x,,\n2,y,,\n", new CsvOptions { Inputs = ["a"], Label = "k" });
        Assert.Equal([1, 2], data.Inputs.ToArray());
        Assert.Equal(["a"], data.InputNames);
    }

    [Fact]
    public void NamesThatOccurTwiceAreNoMatterToNumbers()
    {
        Dataset data = Read("a,b,b,b\n1,2,3,4\n", new CsvOptions { Inputs = [2, 1], Targets = [^1] });
        Assert.Equal([3, 2], data.Inputs.ToArray());
        Assert.Equal(["b", "b"], data.InputNames);
        Assert.Equal([4], data.Targets.ToArray());
    }

    public static TheoryData<CsvOptions> OptionsThatReadB => new()
    {
        new CsvOptions { Inputs = ["a"], Targets = ["b"] },
        new CsvOptions { Inputs = ["b"], Targets = [0] },
        new CsvOptions { Inputs = [1, 3], Label = "a" },
        new CsvOptions { Label = 0 },
        new CsvOptions { Label = 1 },
    };

    [Theory]
    [MemberData(nameof(OptionsThatReadB))]
    public void ANameThatOccursTwiceIsAnErrorWithBothColumns(CsvOptions options)
        => Assert.Equal(
            "reader: expected each name of a column once, unless all are chosen by number, got \"b\" for columns 1 and 3.",
            Error("a,b,c,b\n1,2,3,4\n", options));

    [Fact]
    public void ColumnsAreChosenByNameAndNumberInAnyOrder()
    {
        Dataset data = Read("a,b,c,d,e\n1,2,3,x,5\n6,7,8,y,10\n", new CsvOptions { Inputs = [^1, "b"], Targets = [0, "c"] });
        Assert.Equal([5, 2, 10, 7], data.Inputs.ToArray());
        Assert.Equal([1, 3, 6, 8], data.Targets.ToArray());
        Assert.Equal(["e", "b"], data.InputNames);
        Assert.Equal(["a", "c"], data.TargetNames);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData(' ')]
    [InlineData('|')]
    public void OtherDelimiters(char delimiter)
    {
        Dataset data = Read($"1{delimiter}2.5{delimiter}3\n", LastIsTarget with { Delimiter = delimiter });
        Assert.Equal([1, 2.5f], data.Inputs.ToArray());
        Assert.Equal([3], data.Targets.ToArray());
    }

    [Fact]
    public void CommentsAreSkippedIfThereAreAny()
    {
        Dataset data = Read("# a, \"b\n1,2\n#3,4\n5,6\n", LastIsTarget with { CommentMark = '#' });
        Assert.Equal([1, 5], data.Inputs.ToArray());
        Assert.Throws<InvalidDataException>(() => Read("1,2\n#3,4\n", LastIsTarget));
    }

    [Fact]
    public void NumbersAreTheSameInEveryCulture()
    {
        using var culture = new HostileCulture();
        Assert.Equal([-1.5f, 2e-3f, 1.25e10f, 0.5f], Read("-1.5,+2E-3,1.25e10,.5,0", LastIsTarget).Inputs.ToArray());
        Assert.Equal(["-2", "1.5", "10"], Read("0,1.5\n0,10\n0,-2", new CsvOptions { HasHeader = false, Label = 1 }).ClassNames);
    }

    [Fact]
    public void ADecimalCommaIsAnErrorInEveryCulture()
    {
        using var culture = new HostileCulture();
        Assert.Equal("reader, line 1, column 0: expected a number, got \"1,5\".", Error("1,5;2", LastIsTarget with { Delimiter = ';' }));
        Assert.Equal("reader, line 1, column 1: expected a number, got \"1.234,5\".", Error("1;1.234,5", LastIsTarget with { Delimiter = ';' }));
    }

    [Theory]
    [InlineData("texts by their codes", new[] { "setosa", "Virginica", "äther", "setosa" }, new[] { "Virginica", "setosa", "äther" }, new[] { 1, 0, 2, 1 })]
    [InlineData("numbers by their size", new[] { "10", "9", "-1", "9" }, new[] { "-1", "9", "10" }, new[] { 2, 1, 0, 1 })]
    [InlineData("mixed by their codes", new[] { "10", "9", "x" }, new[] { "10", "9", "x" }, new[] { 0, 1, 2 })]
    public void LabelsAreSorted(string what, string[] texts, string[] classes, int[] labels)
    {
        Assert.NotEmpty(what);
        Dataset data = Read(string.Concat(texts.Select(text => $"0,{text}\n")), new CsvOptions { HasHeader = false, Label = ^1 });
        Assert.Equal(classes, data.ClassNames);
        Assert.Equal(classes.Length, data.ClassCount);
        Assert.Equal(labels, data.Labels.ToArray());
    }

    [Fact]
    public void ClassesThatAreSaidBeforehandStayAsTheyAre()
    {
        Dataset named = Read("a,0\nc,0\n", new CsvOptions { HasHeader = false, Label = 0, ClassNames = ["c", "b", "a"] });
        Assert.Equal([2, 0], named.Labels.ToArray());
        Assert.Equal(3, named.ClassCount);
        Assert.Equal(["c", "b", "a"], named.ClassNames);

        // As numpy.savetxt writes a label.
        Dataset counted = Read("7.000000000000000000e+00,0\n2,0\n", new CsvOptions { HasHeader = false, Label = 0, ClassCount = 10 });
        Assert.Equal([7, 2], counted.Labels.ToArray());
        Assert.Equal(10, counted.ClassCount);
        Assert.Empty(counted.ClassNames);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,\n", "reader, line 3, column \"b\": expected a number, got nothing.")]
    [InlineData("a,b\n1,2\nx,4\n", "reader, line 3, column \"a\": expected a number, got \"x\".")]
    [InlineData("a,b\n1,2\n\n1,NaN\n", "reader, line 4, column \"b\": expected a finite number, got \"NaN\".")]
    [InlineData("a,b\n1e99,2\n", "reader, line 2, column \"a\": expected a finite number, got \"1e99\".")]
    [InlineData("a,b\n\"1,5\",2\n", "reader, line 2, column \"a\": expected a number, got \"1,5\".")]
    [InlineData("a,b\n1,2\n1,2,3\n", "reader, line 3: expected 2 fields, as the first line has, got 3.")]
    [InlineData("a,b\n1,2\n1\n", "reader, line 3: expected 2 fields, as the first line has, got 1.")]
    [InlineData("a,b\n\"1\n2\",3\n4,5\n", "reader, line 2, column \"a\": expected a number, got \"1 2\".")]
    [InlineData("a,b\n1,2\n\"3\"x,4\n", "reader, line 3: expected quotes around a whole field, and doubled within it, got \"\"3\"x\".")]
    [InlineData("a,b\n1,2\n3,4\"\n", "reader, line 3: expected quotes around a whole field, and doubled within it, got \"4\"\".")]
    [InlineData("a,b\n1,2\n3,\"4\n5,6\n", "reader, line 3: expected quotes around a whole field, and doubled within it, got \"\"4 5,6")]
    [InlineData("", "reader: expected at least one line, got none.")]
    [InlineData("a,b\n", "reader: expected at least one row, got none.")]
    [InlineData("a,c\n1,2\n", "reader: expected a column \"b\", got \"a\", \"c\".")]
    [InlineData("b\n1\n", "reader: expected a column for the inputs beside those of the outputs, got none.")]
    [InlineData("a,b,\n1,2,\n", "reader, line 2, column \"\": expected a number, got nothing.")]
    [InlineData("a,b\n1,2,\n", "reader, line 2: expected 2 fields, as the first line has, got 3.")]
    [InlineData("a,b\r\n1,2\r\n\r\n1,x\r\n", "reader, line 4, column \"b\": expected a number, got \"x\".")]
    [InlineData("a,b\r1,2\r1,x\r", "reader, line 3, column \"b\": expected a number, got \"x\".")]
    public void AnErrorSaysWhere(string text, string message)
        => Assert.StartsWith(message, Error(text, new CsvOptions { Targets = ["b"] }), StringComparison.Ordinal);

    [Fact]
    public void AQuoteThatIsNeverClosedIsAnErrorInAColumnThatNobodyAskedForToo()
        => Assert.StartsWith("reader, line 2: expected quotes", Error("a,b,note\n1,2,\"x\n3,4,y\n", new CsvOptions { Inputs = ["a"], Targets = ["b"] }), StringComparison.Ordinal);

    [Fact]
    public void AnErrorOfALabelOrAColumnSaysWhere()
    {
        const string Text = "a,k\n1,x\n2,y\n";
        Assert.Equal("reader, line 3, column \"k\": expected one of \"x\", \"z\", got \"y\".", Error(Text, new CsvOptions { Label = "k", ClassNames = ["x", "z"] }));
        Assert.Equal("reader, line 2, column \"k\": expected a whole number from 0 to 1, got \"x\".", Error(Text, new CsvOptions { Label = "k", ClassCount = 2 }));
        Assert.Equal("reader, line 3, column \"k\": expected a label, got nothing.", Error("a,k\n1,x\n2,\n", new CsvOptions { Label = "k" }));
        Assert.Equal("reader, line 1, column 1: expected a whole number from 0 to 1, got \"2\".", Error("5,2\n", new CsvOptions { HasHeader = false, Label = 1, ClassCount = 2 }));
        Assert.Equal("reader, line 1, column 1: expected a whole number from 0 to 1, got \"0.5\".", Error("5,0.5\n", new CsvOptions { HasHeader = false, Label = 1, ClassCount = 2 }));
        Assert.Equal("reader: expected columns from 0 to 1, or ^2 to ^1, got 2.", Error(Text, new CsvOptions { Label = 2 }));
        Assert.Equal("reader: expected columns from 0 to 1, or ^2 to ^1, got ^3.", Error(Text, new CsvOptions { Label = ^3 }));
        Assert.Equal("reader: expected columns by their numbers, as there is no header, got \"k\".", Error(Text, new CsvOptions { HasHeader = false, Label = "k" }));
        Assert.Equal("reader: expected each column to be chosen once, got column \"k\" 2 times.", Error(Text, new CsvOptions { Label = "k", Inputs = ["a", 1] }));
    }

    public static TheoryData<string, CsvOptions> BadOptions => new()
    {
        { "Label, Targets: expected one of the two, got neither", new CsvOptions() },
        { "Label, Targets: expected one of the two, got both", new CsvOptions { Label = 0, Targets = [1] } },
        { "Inputs: expected at least one column, or null for all but the label and the targets, got none", new CsvOptions { Label = 0, Inputs = [] } },
        { "Targets: expected columns, got null", new CsvOptions { Targets = null! } },
        { "Delimiter: expected neither a quote nor the end of a line, got U+0022", new CsvOptions { Label = 0, Delimiter = '"' } },
        { "Delimiter: expected neither a quote nor the end of a line, got U+000A", new CsvOptions { Label = 0, Delimiter = '\n' } },
        { "CommentMark: expected neither a quote, nor the end of a line, nor the delimiter, got U+002C", new CsvOptions { Label = 0, CommentMark = ',' } },
        { "ClassNames, ClassCount: expected one of the two at most, got both", new CsvOptions { Label = 0, ClassNames = ["a"], ClassCount = 1 } },
        { "ClassNames: expected null without Label, got names", new CsvOptions { Targets = [0], ClassNames = ["a"] } },
        { "ClassCount: expected null without Label, got -3", new CsvOptions { Targets = [0], ClassCount = -3 } },
        { "ClassNames: expected at least one name, got none", new CsvOptions { Label = 0, ClassNames = [] } },
        { "ClassNames: expected names, got null at index 1", new CsvOptions { Label = 0, ClassNames = ["a", null!] } },
        { "ClassNames: expected each name once, got \"a\" at index 0 and at index 2", new CsvOptions { Label = 0, ClassNames = ["a", "b", "a"] } },
        { "ClassCount: expected at least 1, got -1", new CsvOptions { Label = 0, ClassCount = -1 } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void BadOptionsAreAnErrorBeforeAnythingIsRead(string message, CsvOptions options)
    {
        using var culture = new HostileCulture();
        foreach (Func<object> read in new Func<object>[] { () => CsvFile.Read("no such file", options), () => Read("", options) })
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(read);
            Assert.Equal($"{message} (Parameter '{error.ParamName}')", error.Message);
            Assert.StartsWith(error.ParamName!, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AColumnIsNotNegative()
    {
        using var culture = new HostileCulture();
        Assert.Equal("index: expected at least 0, got -1 (Parameter 'index')", Assert.Throws<ArgumentOutOfRangeException>(() => new CsvOptions { Label = -1 }).Message);
    }

    [Fact]
    public void AFileIsNamedInItsErrors()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("csv");
        try
        {
            string path = Path.Combine(directory.FullName, "flowers.csv");

            // With a byte order mark, as spreadsheets write it.
            File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "a,k\n1,rose\n2,tulip\n"u8]);
            Assert.Equal(["a"], CsvFile.Read(path, new CsvOptions { Label = "k" }).InputNames);

            File.WriteAllText(path, "a,k\n?,rose\n");
            Assert.Equal(
                "flowers.csv, line 2, column \"a\": expected a number, got \"?\".",
                Assert.Throws<InvalidDataException>(() => CsvFile.Read(path, new CsvOptions { Label = "k" })).Message);
            Assert.Throws<FileNotFoundException>(() => CsvFile.Read(path + "x", new CsvOptions { Label = "k" }));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Else different letters of another encoding would become one class.</summary>
    [Fact]
    public void BytesThatAreNoTextAreAnErrorThatNamesTheFile()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. "a,k\n1,"u8, 0xE9, .. "\n2,"u8, 0xE8, (byte)'\n']);

            InvalidDataException error = Assert.Throws<InvalidDataException>(() => CsvFile.Read(path, new CsvOptions { Label = "k" }));

            Assert.Equal($"{Path.GetFileName(path)}: expected UTF-8, or text with a byte order mark, got bytes that are neither.", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AReaderIsLeftOpen()
    {
        using var reader = new StringReader("1,2\n");
        CsvFile.Read(reader, LastIsTarget);
        Assert.Equal(-1, reader.Read());
    }

    [Fact]
    public void ManyRowsPassTheBuffersOfTheParser()
    {
        const int Rows = 20_000;
        Dataset data = Read(string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},\"{i % 7}\"\r\n")), new CsvOptions { HasHeader = false, Label = 1, ClassCount = 7 });
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (float)i), data.Inputs.ToArray());
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => i % 7), data.Labels.ToArray());
    }

    private static Dataset Read(string text, CsvOptions options) => CsvFile.Read(new StringReader(text), options);

    private static string Error(string text, CsvOptions options) => Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
}
