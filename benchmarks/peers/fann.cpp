// FANN, with floats. It has neither ReLU nor softmax, so those layers are sigmoids here; and no Adam.
#include "timing.hpp"
#include <floatfann.h>
#include <random>
#include <vector>

static const char *name;
static std::vector<unsigned> sizes;
static fann *net;
static std::vector<float> x, y;

static void open(const char *network, std::vector<unsigned> layers, fann_activationfunc_enum activation, int rows) {
    name = network;
    sizes = layers;
    net = fann_create_standard_array(sizes.size(), sizes.data());
    fann_set_activation_function_hidden(net, activation);
    fann_set_activation_function_output(net, activation);
    fann_set_learning_rate(net, 1e-4f);
    fann_set_training_algorithm(net, rows == 1 ? FANN_TRAIN_INCREMENTAL : FANN_TRAIN_BATCH);
    x.resize(rows * sizes.front());
    y.resize(rows * sizes.back());
    std::mt19937 random(1);
    std::uniform_real_distribution<float> value(0, 1);
    for (float &v : x) v = value(random);
    for (float &v : y) v = value(random);
}

static void forward(int rows) {
    print(name, "forward", rows, microseconds([&] {
        for (int r = 0; r < rows; r++) keep(fann_run(net, &x[r * sizes.front()]));
    }));
}

static void step(int rows, const char *work) {
    if (rows == 1) {
        print(name, work, rows, microseconds([&] { fann_train(net, x.data(), y.data()); }));
        return;
    }
    fann_train_data *data = fann_create_train(rows, sizes.front(), sizes.back());
    for (int r = 0; r < rows; r++) {
        std::copy_n(&x[r * sizes.front()], sizes.front(), data->input[r]);
        std::copy_n(&y[r * sizes.back()], sizes.back(), data->output[r]);
    }
    print(name, work, rows, microseconds([&] { fann_train_epoch(net, data); }));
    fann_destroy_train(data);
}

int main() {
    open("2-3-1 sigmoid", {2, 3, 1}, FANN_SIGMOID, 1); step(1, "step SGD"); forward(1);
    open("8-32-4 tanh", {8, 32, 4}, FANN_SIGMOID_SYMMETRIC, 1); step(1, "step SGD"); forward(1);
    open("784-16-10 sigmoid", {784, 16, 10}, FANN_SIGMOID, 1); step(1, "step SGD"); forward(1);
    open("784-128-10 ReLU-softmax", {784, 128, 10}, FANN_SIGMOID, 1); step(1, "step SGD"); forward(1);
    open("784-128-10 ReLU-softmax", {784, 128, 10}, FANN_SIGMOID, 128); step(128, "step SGD"); forward(128);
    open("784-16-10 sigmoid", {784, 16, 10}, FANN_SIGMOID, 32); step(32, "step SGD"); forward(32);
    open("784-512-512-10 ReLU-softmax", {784, 512, 512, 10}, FANN_SIGMOID, 128); step(128, "step SGD"); forward(128);
}
