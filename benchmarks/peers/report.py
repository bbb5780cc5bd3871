"""Puts the measurements together, and writes docs/performance.md, its plots and a table in the README from them.

report.py merge RAW RESULTS     the best pass of each figure
report.py write RESULTS ROOT    the page, the plots and the table in the README of the repository; fit.tsv lies beside RESULTS
"""

import sys
from pathlib import Path

OURS = "Backprop.Generated"
COLUMNS = "peer network work rows threads microseconds gflops peak_gflops percent_of_peak gbytes copy_gbytes percent_of_copy allocated".split()
CALL_PEERS = ["PyTorch", "g++", "FANN", "MathNet.Numerics", "TensorPrimitives", "scalar C#"]
PRODUCT_PEERS = ["OpenBLAS", "libxsmm"]
COLOURS = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377"]

STEPS = [
    ("784-128-10 ReLU-softmax", "step SGD", 128),
    ("784-128-10 ReLU-softmax", "step Adam", 128),
    ("784-512-512-10 ReLU-softmax", "step SGD", 128),
    ("784-100-100-10 ReLU-softmax", "step momentum", 800),
    ("784-16-10 sigmoid", "step SGD", 32),
    ("4-32-16-4 tanh", "step Adam", 10000),
    ("24-8-2 tanh", "gradient", 200),
]
SCORING = [
    ("784-128-10 ReLU-softmax", "forward", 128),
    ("784-128-10 ReLU-softmax", "forward", 10000),
    ("784-512-512-10 ReLU-softmax", "forward", 128),
    ("784-100-100-10 ReLU-softmax", "forward", 800),
    ("784-16-10 sigmoid", "forward", 32),
    ("4-32-16-4 tanh", "forward", 10000),
    ("24-8-2 tanh", "forward", 200),
]
ONE_ROW = [
    (network, work, 1)
    for network in ("784-16-10 sigmoid", "784-128-10 ReLU-softmax", "8-32-4 tanh", "2-3-1 sigmoid")
    for work in ("step SGD", "forward")
]


def merge(raw, results):
    """Of each figure the pass with the least time; of the peaks the range."""
    description, best, peaks = [], {}, []
    for line in Path(raw).read_text().splitlines():
        fields = line.split("\t")
        if line.startswith("#"):
            description.append(line)
        elif fields[0] == "peak":
            peaks.append(float(fields[1]))
        elif len(fields) == 2 and fields[1].startswith("#"):
            description.append(fields[1])
        elif fields[1] == "network":
            pass
        elif fields[0] == "first call":
            _, network, rows, setting, processes, least, median = fields
            for what, milliseconds in (("min", least), ("median", median)):
                row = [OURS, network, f"first call, {setting}, {what} of {processes}", rows, "1", f"{float(milliseconds) * 1e3:.0f}"]
                best[tuple(row[:5])] = row
        else:
            row = fields if fields[0] == OURS else fields[:4] + ["1"] + fields[4:]
            if fields[0] == "C#":
                row = fields[1:5] + ["1"] + fields[5:]
            key = tuple(row[:5])
            if key not in best or float(row[5]) < float(best[key][5]):
                best[key] = row
    description.append(f"# Peak: {min(peaks):.0f} to {max(peaks):.0f} GFLOP/s in the course of the measurements")
    lines = list(dict.fromkeys(description)) + ["\t".join(COLUMNS)]
    lines += ["\t".join(row + [""] * (len(COLUMNS) - len(row))) for row in best.values()]
    Path(results).write_text("\n".join(lines) + "\n")


class Results:
    def __init__(self, path):
        self.description, self.rows = {}, {}
        for line in Path(path).read_text().splitlines():
            if line.startswith("# "):
                name, text = line[2:].split(": ", 1)
                self.description[name] = text
            elif not line.startswith("peer\t"):
                row = dict(zip(COLUMNS, line.split("\t")))
                self.rows[row["peer"], row["network"], row["work"], int(row["rows"]), int(row["threads"])] = row

    def row(self, peer, case, threads=1):
        return self.rows.get((peer, *case, threads))

    def time(self, peer, case, threads=1):
        row = self.row(peer, case, threads)
        return float(row["microseconds"]) if row else None

    def cases(self, predicate):
        return [key[1:4] for key in self.rows if key[0] == OURS and key[4] == 1 and predicate(key)]

    def layers(self):
        return self.cases(lambda key: key[1].endswith(" identity"))


def fit_figures(path):
    """The rows of what Figures prints of Fit; none where it was not measured."""
    if not path.exists():
        return []
    head, *lines = (line.split("\t") for line in path.read_text().splitlines())
    return [dict(zip(head, line)) for line in lines]


def duration(microseconds):
    """Three digits, in ns, µs or ms."""
    for unit, factor in (("ns", 1e-3), ("µs", 1), ("ms", 1e3)):
        value = microseconds / factor
        if value < 999.5 or unit == "ms":
            return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f} {unit}"


def ratio(value):
    return f"{value:.2f}×" if value < 9.995 else f"{value:.1f}×" if value < 99.95 else f"{value:,.0f}×"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---" if i < 1 else "---:" for i in range(len(head))) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def name(case):
    network, work, rows = case
    return f"{network}, {work}, {rows:,} row{'s' if rows > 1 else ''}"


def compared(results, cases, bound):
    """Our time, how near it is to its bound, and how many times longer each peer takes."""
    cases = [case for case in cases if results.row(OURS, case)]
    peers = [peer for peer in CALL_PEERS if any(results.row(peer, case) for case in cases)]
    rows = []
    for case in cases:
        ours = results.row(OURS, case)
        time = float(ours["microseconds"])
        peer_times = [results.time(peer, case) for peer in peers]
        rows.append([name(case), duration(time), *bound(ours), ours["allocated"], *(ratio(t / time) if t else "" for t in peer_times)])
    return peers, rows


def page(results, fit):
    description = results.description
    parts = ["<!-- Written by benchmarks/peers/run from benchmarks/peers/results.tsv; do not edit. -->", "# Performance"]
    parts.append(
        "One core, all in one go: `benchmarks/peers/run` installs the peers, measures them and the generated networks in turn, and writes this page. "
        "Compare ratios; times are those of one machine."
    )
    parts.append(table(["", ""], [[key, text] for key, text in description.items()]).replace("---:", "---"))
    parts.append(
        "- A time is that of a whole call of a public member, the best of many short rounds.\n"
        "- The peak is that of fused multiply-adds on registers alone, measured in the same process between the rounds. An operation is a "
        "multiplication or an addition: two for each weight and row in the forward pass, in the weight gradient, and in the deltas of all layers but the first. "
        "What activations and update rules take comes on top, so that 100 % is out of reach.\n"
        "- A number with × says how many times longer a peer takes for the same.\n"
        "- PyTorch: one thread, which is all that a pinned process has; eager in training; in the forward pass the better of eager and traced. "
        "OpenBLAS, also below PyTorch: the better of the kernels that it chooses for the processor and of those for AVX-512.\n"
        "- g++: `plain.cpp`, sizes as template constants, weights `[input][output]`, plain loops, `-O3 -march=native -ffast-math`, the better of 256-bit and 512-bit vectors; row after row.\n"
        "- FANN: sigmoid in place of ReLU and softmax, which it does not have.\n"
        "- scalar C#, TensorPrimitives and MathNet.Numerics: the networks in `benchmarks/`, in the same language and runtime."
    )

    parts.append("## Training, many rows")
    arithmetic = lambda ours: [f"{float(ours['gflops']):.0f}", f"{float(ours['percent_of_peak']):.0f} %"]
    peers, rows = compared(results, STEPS, arithmetic)
    parts.append(table(["", "time", "GFLOP/s", "of the peak", "bytes allocated", *peers], rows))
    parts.append("![How many times longer the peers take, many rows](images/peers-many-rows.svg)")

    parts.append("## Scoring, many rows")
    peers, rows = compared(results, SCORING, arithmetic)
    parts.append(table(["", "time", "GFLOP/s", "of the peak", "bytes allocated", *peers], rows))

    parts.append("## One row")
    memory = lambda ours: [f"{float(ours['gbytes']):.0f}", f"{float(ours['percent_of_copy']):.0f} %"] if ours["gbytes"] else ["", ""]
    peers, rows = compared(results, ONE_ROW, memory)
    parts.append(table(["", "time", "GB/s", "of a copy", "bytes allocated", *peers], rows))
    parts.append("![How many times longer the peers take, one row](images/peers-one-row.svg)")
    parts.append(
        "Where the weights do not fit into the L1 cache, a call is bound by memory: each weight is read by the forward pass, and read and written by the update. The copy is one "
        "of as many bytes as the weights take, measured in the same process between the rounds; what it reads and what it writes are both counted, as they are for the call. "
        "A forward pass only reads. Smaller networks are bound by latency: the activations of one layer after the other."
    )

    sparse = [case for case in results.cases(lambda key: "sparse" in key[1])]
    if sparse:
        parts.append("## Sparse inputs")
        rows = []
        for case in sparse:
            dense = results.time(OURS, (case[0].replace(" sparse", ""), *case[1:]))
            time = results.time(OURS, case)
            rows.append([name(case), duration(time), duration(dense), ratio(dense / time)])
        parts.append(table(["one digit of MNIST at a time", "sparse", "dense", "faster by"], rows))

    threaded = [key for key in results.rows if key[0] == OURS and key[4] > 1]
    if threaded:
        parts.append("## Threads")
        rows = []
        for _, *case, threads in threaded:
            single, time = results.time(OURS, tuple(case)), results.time(OURS, tuple(case), threads)
            rows.append([name(case), str(threads), duration(single), duration(time), ratio(single / time)])
        parts.append(table(["", "threads", "one thread", "all", "faster by"], rows))

    if fit:
        parts.append("## Fit")
        parts.append(
            "An epoch of `Fit` with Adam, beside the loop of `Train` calls that it stands for: on rows as they lie, beside `Shuffle = false`; and on rows that are shuffled "
            "and copied to a batch, as a program without `Fit` does it, beside the default. The last column is what `StopAtNonFiniteCost` adds to that. The ways take turns, and "
            "of each the fastest epoch counts (`benchmarks/peers/run fit`). In a random order the rows of a large data set come from far away: that is what a shuffled epoch takes "
            "longer than one in order."
        )
        rows = []
        for row in fit:
            case = f"{row['network']}, {int(row['rows']):,} rows, batches of {row['batch']}"
            times = [duration(float(row[column])) for column in ("loop_us", "fit_in_order_us", "shuffling_loop_us", "fit_us")]
            rows.append([case, *times[:2], f"{float(row['in_order_ratio']):.2f}×", *times[2:], f"{float(row['shuffled_ratio']):.2f}×", f"{float(row['guard_percent']):.1f} %"])
        parts.append(table(["an epoch", "loop", "Fit in order", "ratio", "shuffling loop", "Fit", "ratio", "guard"], rows))

    parts.append("## Layers")
    parts.append("The forward product of one layer alone, 128 rows, in GFLOP/s: a network of one layer, bias included, beside the matrix multiplications of OpenBLAS and libxsmm, without bias.")
    products = [peer for peer in PRODUCT_PEERS if any(results.row(peer, case) for case in results.layers())]
    rows = []
    for case in results.layers():
        ours = results.row(OURS, case)
        rates = [f"{rate:.0f}" if rate else "" for rate in (layer_rate(results, peer, case) for peer in products)]
        rows.append([case[0].replace(" identity", "").replace("-", " × "), f"{float(ours['gflops']):.0f}", f"{float(ours['percent_of_peak']):.0f} %", *rates])
    parts.append(table(["inputs × outputs", OURS, "of the peak", *products], rows))
    parts.append("![GFLOP/s by the size of the layer](images/layers.svg)")

    first = sorted((key for key in results.rows if "first call" in key[2]), key=lambda key: key[3])
    if first:
        parts.append("## The first call")
        parts.append("From `new` to the end of the first `Train` of 784-128-10 in a fresh process, just-in-time compilation included.")
        rows = []
        for key in first:
            _, setting, what = key[2].split(", ")
            if what.startswith("min"):
                processes = what.removeprefix("min of ")
                median = results.rows[key[0], key[1], key[2].replace("min of", "median of"), key[3], key[4]]
                least = float(results.rows[key]["microseconds"])
                rows.append([f"{key[3]:,} row{'s' if key[3] > 1 else ''}, {setting}", processes, duration(least), duration(float(median["microseconds"]))])
        parts.append(table(["", "processes", "least", "median"], rows))
    return "\n\n".join(parts) + "\n"


def summary(results):
    cases = [STEPS[0], STEPS[4], STEPS[5], ONE_ROW[0], ONE_ROW[-2], ONE_ROW[-1]]
    peers, rows = compared(results, cases, lambda ours: [f"{float(ours['percent_of_peak']):.0f} %" if int(ours["rows"]) > 1 else ""])
    return table(["", "time", "of the peak", "bytes allocated", *peers], rows)


def write_between_marks(path, text):
    start, end = "<!-- performance: written by benchmarks/peers/run -->", "<!-- end of performance -->"
    before, rest = path.read_text().split(start)
    path.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end, 1)[1]}")


def layer_rate(results, peer, case):
    """GFLOP/s."""
    time = results.time(peer, case)
    inputs, outputs = map(int, case[0].removesuffix(" identity").split("-"))
    return 2e-3 * case[2] * inputs * outputs / time if time else None


def plots(results, images):
    import matplotlib

    matplotlib.use("svg")
    # The same bytes for the same figures.
    matplotlib.rcParams.update({"svg.hashsalt": "backprop", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10})
    from matplotlib import pyplot

    def save(figure, file):
        figure.savefig(images / file, metadata={"Date": None, "Creator": None}, facecolor="white", bbox_inches="tight")
        pyplot.close(figure)

    def bars(cases, file):
        cases = [case for case in cases if results.row(OURS, case)]
        peers = [peer for peer in CALL_PEERS if any(results.row(peer, case) for case in cases)]
        figure, axes = pyplot.subplots(figsize=(9, 0.13 * (len(peers) + 1.5) * len(cases) + 1))
        height = 1 / (len(peers) + 1.5)
        for p, peer in enumerate(peers):
            for i, case in enumerate(cases):
                time = results.time(peer, case)
                if time:
                    value = time / results.time(OURS, case)
                    y = i + (p - (len(peers) - 1) / 2) * height
                    axes.barh(y, value - 1, height, left=1, color=COLOURS[p])
                    axes.text(max(value, 1) * 1.06, y, ratio(value), va="center", fontsize=7)
        axes.axvline(1, color="black", linewidth=1)
        axes.set_xscale("log")
        axes.set_xlim(right=axes.get_xlim()[1] * 1.5)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        axes.set_xlabel(f"time of the peer / time of {OURS}; left of the line the peer is faster")
        axes.set_yticks(range(len(cases)), [name(case).replace(", ", "\n", 1) for case in cases])
        axes.set_ylim(len(cases) - 0.4, -0.6)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        handles = [pyplot.Rectangle((0, 0), 1, 1, color=COLOURS[p]) for p in range(len(peers))]
        figure.legend(handles, peers, loc="lower center", bbox_to_anchor=(0.5, 0.9), ncol=len(peers), frameon=False, fontsize=9)
        save(figure, file)

    bars(STEPS, "peers-many-rows.svg")
    bars(ONE_ROW, "peers-one-row.svg")

    layers = sorted(results.layers(), key=weights)
    figure, axes = pyplot.subplots(figsize=(10, 4.5))
    for p, peer in enumerate([OURS, *PRODUCT_PEERS]):
        points = [(i, layer_rate(results, peer, case)) for i, case in enumerate(layers)]
        points = [(i, rate) for i, rate in points if rate]
        if points:
            axes.plot(*zip(*points), color=COLOURS[p], marker="os^"[p], label=peer, linewidth=2 if peer == OURS else 1.2)
    peaks = [float(results.row(OURS, case)["peak_gflops"]) for case in layers]
    axes.plot(range(len(layers)), peaks, color="black", linestyle="--", linewidth=1, label="peak")
    axes.set_xticks(range(len(layers)), [case[0].replace(" identity", "").replace("-", " × ") for case in layers])
    axes.set_ylim(bottom=0)
    axes.set_ylabel("GFLOP/s, 128 rows")
    axes.set_xlabel("layer: inputs × outputs, by the number of weights")
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", frameon=False)
    save(figure, "layers.svg")


def weights(case):
    inputs, outputs = map(int, case[0].removesuffix(" identity").split("-"))
    return inputs * outputs


def main():
    match sys.argv[1:]:
        case ["merge", raw, results]:
            merge(raw, results)
        case ["write", path, root]:
            results = Results(path)
            docs = Path(root) / "docs"
            images = docs / "images"
            images.mkdir(exist_ok=True)
            try:
                plots(results, images)
            except ImportError:
                print("without python3-matplotlib the plots stay as they are", file=sys.stderr)
            (docs / "performance.md").write_text(page(results, fit_figures(Path(path).parent / "fit.tsv")))
            write_between_marks(Path(root) / "README.md", summary(results))
        case _:
            sys.exit(__doc__)


main()
