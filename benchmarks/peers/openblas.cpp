#include "gemm.hpp"
#include <cblas.h>

int main() {
    each_layer([](Product p) {
        p.report(microseconds([&] {
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, p.rows, p.out, p.in, 1, p.x.data(), p.in, p.w.data(), p.out, 0, p.z.data(), p.out);
            keep(p.z.data());
        }));
    });
}
