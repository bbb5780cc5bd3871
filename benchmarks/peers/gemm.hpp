// The forward products of the layers that are measured: outputs [rows][out] = inputs [rows][in] · weights [in][out].
#pragma once
#include "timing.hpp"
#include <random>
#include <string>
#include <vector>

struct Product {
    int rows, in, out;
    std::vector<float> x, w, z;

    Product(int rows, int in, int out) : rows(rows), in(in), out(out), x(rows * in), w(in * out), z(rows * out) {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> value(0, 1);
        for (float &v : x) v = value(random);
        for (float &v : w) v = value(random);
    }

    void report(double microseconds) const {
        print((std::to_string(in) + "-" + std::to_string(out) + " identity").c_str(), "forward", rows, microseconds);
    }
};

template <typename Measure> void each_layer(Measure measure) {
    static const int sizes[][2] = {{24, 8}, {32, 16}, {128, 10}, {100, 100}, {784, 16}, {784, 100}, {784, 128}, {512, 512}, {784, 512}};
    for (auto &size : sizes) measure(Product(128, size[0], size[1]));
}
