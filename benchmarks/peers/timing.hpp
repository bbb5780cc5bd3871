// The time of a call: the best of many short rounds, because clock rates and neighbours change within seconds.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdio>

// Keeps the compiler from leaving out work whose results nobody reads.
inline void keep(const void *p) { asm volatile("" : : "r"(p) : "memory"); }

template <typename Call> double microseconds(Call call, double measuring = 400e3) {
    using clock = std::chrono::steady_clock;
    auto time = [&](long calls) {
        auto start = clock::now();
        for (long i = 0; i < calls; i++) call();
        return std::chrono::duration<double, std::micro>(clock::now() - start).count();
    };
    long calls = 1;
    // One alone may have been interrupted; rounds of too few calls would then measure the clock.
    while (std::min({time(calls), time(calls), time(calls)}) < 200) calls *= 2;
    double best = 1e30, total = 0;
    for (int round = 0; round < 20 || total < measuring; round++) {
        double t = time(calls);
        total += t;
        best = std::min(best, t / calls);
    }
    return best;
}

inline void print(const char *network, const char *work, int rows, double microseconds) {
    std::printf("%s\t%s\t%d\t%.5f\n", network, work, rows, microseconds);
    std::fflush(stdout);
}
