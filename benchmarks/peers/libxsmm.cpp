// The kernel that libxsmm compiles for the product, or for blocks of it: the best of several blocks.
#include "gemm.hpp"
#include <libxsmm.h>

int main() {
    libxsmm_init();
    each_layer([](Product p) {
        double best = 1e30;
        for (int outs : {p.out, 256, 128, 64, 32, 16})
            for (int rows : {p.rows, 64, 32, 16}) {
                if (outs > p.out || p.out % outs != 0 || p.rows % rows != 0) continue;
                float one = 1, zero = 0;
                // Column by column, as it counts, the product is the transposed one: outs × rows.
                auto kernel = libxsmm_smmdispatch(outs, rows, p.in, &p.out, &p.in, &p.out, &one, &zero, nullptr, nullptr);
                if (!kernel) continue;
                best = std::min(best, microseconds([&] {
                    for (int o = 0; o < p.out; o += outs)
                        for (int r = 0; r < p.rows; r += rows) kernel(&p.w[o], &p.x[r * p.in], &p.z[r * p.out + o]);
                    keep(p.z.data());
                }, 80e3));
            }
        const char no = 'N';
        const float one = 1, zero = 0;
        best = std::min(best, microseconds([&] {
            libxsmm_sgemm(&no, &no, &p.out, &p.rows, &p.in, &one, p.w.data(), &p.out, p.x.data(), &p.in, &zero, p.z.data(), &p.out);
            keep(p.z.data());
        }, 80e3));
        p.report(best);
    });
}
