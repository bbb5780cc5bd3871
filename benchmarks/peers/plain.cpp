// A network as a careful C++ programmer writes it: sizes as template constants, weights [input][output], plain loops, one row after the
// other; the compiler vectorises them. One row is trained without storing its gradient.
#include "timing.hpp"
#include <cmath>
#include <random>
#include <vector>

enum Activation { Sigmoid, Tanh, Relu, Softmax };
enum Rule { Sgd, Momentum, Adam };

template <Activation A, int N> inline void activate(float *__restrict z) {
    if constexpr (A == Softmax) {
        float largest = z[0], sum = 0;
        for (int i = 1; i < N; i++) largest = std::max(largest, z[i]);
        for (int i = 0; i < N; i++) sum += z[i] = std::exp(z[i] - largest);
        for (int i = 0; i < N; i++) z[i] /= sum;
    } else {
        for (int i = 0; i < N; i++) z[i] = A == Sigmoid ? 1 / (1 + std::exp(-z[i])) : A == Tanh ? std::tanh(z[i]) : std::max(z[i], 0.f);
    }
}

template <Activation A> inline float derivative(float a) {
    return A == Sigmoid ? a * (1 - a) : A == Tanh ? 1 - a * a : a > 0 ? 1.f : 0.f;
}

// The weights [input][output], and the biases as one more input.
template <int In, int Out> struct Parameters {
    alignas(64) float w[In + 1][Out];
};

template <int In, int Out, Activation A> struct Layer {
    Parameters<In, Out> p, g, m, v;
    alignas(64) float a[Out];
    alignas(64) float d[Out];

    void forward(const float *__restrict x) {
        alignas(64) float z[Out];
        for (int o = 0; o < Out; o++) z[o] = p.w[In][o];
        for (int i = 0; i < In; i++)
            for (int o = 0; o < Out; o++) z[o] += x[i] * p.w[i][o];
        activate<A, Out>(z);
        for (int o = 0; o < Out; o++) a[o] = z[o];
    }

    // Squared error, or cross-entropy with softmax.
    void output_delta(const float *__restrict y) {
        for (int o = 0; o < Out; o++) d[o] = A == Softmax ? a[o] - y[o] : 2 * (a[o] - y[o]) * derivative<A>(a[o]);
    }

    template <Activation Before> void input_delta(float *__restrict before, const float *__restrict x) const {
        for (int i = 0; i < In; i++) {
            float sum = 0;
            for (int o = 0; o < Out; o++) sum += p.w[i][o] * d[o];
            before[i] = sum * derivative<Before>(x[i]);
        }
    }

    void add(Parameters<In, Out> &to, const float *__restrict x, float factor) {
        alignas(64) float s[Out];
        for (int o = 0; o < Out; o++) s[o] = factor * d[o];
        for (int i = 0; i < In; i++)
            for (int o = 0; o < Out; o++) to.w[i][o] += x[i] * s[o];
        for (int o = 0; o < Out; o++) to.w[In][o] += s[o];
    }

    template <Rule R> void update(float rate, float correction1, float correction2) {
        for (int i = 0; i <= In; i++)
            for (int o = 0; o < Out; o++) {
                float gradient = g.w[i][o];
                if constexpr (R == Sgd) p.w[i][o] -= rate * gradient;
                if constexpr (R == Momentum) p.w[i][o] -= rate * (m.w[i][o] = 0.9f * m.w[i][o] + gradient);
                if constexpr (R == Adam) {
                    m.w[i][o] = 0.9f * m.w[i][o] + 0.1f * gradient;
                    v.w[i][o] = 0.999f * v.w[i][o] + 0.001f * gradient * gradient;
                    p.w[i][o] -= rate * (m.w[i][o] * correction1) / (std::sqrt(v.w[i][o] * correction2) + 1e-8f);
                }
            }
    }

    void initialize(std::mt19937 &random) {
        std::uniform_real_distribution<float> weight(-std::sqrt(6.f / (In + Out)), std::sqrt(6.f / (In + Out)));
        for (int i = 0; i < In; i++)
            for (float &w : p.w[i]) w = weight(random);
    }
};

template <Activation Hidden, Activation Output, int... Sizes> struct Network;

template <Activation Hidden, Activation Output, int In, int Out> struct Network<Hidden, Output, In, Out> {
    static constexpr int inputs = In, outputs = Out;
    Layer<In, Out, Output> layer{};

    const float *forward(const float *x) { layer.forward(x); return layer.a; }
    void deltas(const float *y) { layer.output_delta(y); }
    void add_gradient(const float *x, float factor) { layer.add(layer.g, x, factor); }
    void descend(const float *x, float rate) { layer.add(layer.p, x, -rate); }
    void clear() { layer.g = {}; }
    template <Rule R> void update(float rate, float c1, float c2) { layer.template update<R>(rate, c1, c2); }
    void initialize(std::mt19937 &random) { layer.initialize(random); }
};

template <Activation Hidden, Activation Output, int In, int Out, int Next, int... More>
struct Network<Hidden, Output, In, Out, Next, More...> {
    using Rest = Network<Hidden, Output, Out, Next, More...>;
    static constexpr int inputs = In, outputs = Rest::outputs;
    Layer<In, Out, Hidden> layer{};
    Rest rest{};

    const float *forward(const float *x) { layer.forward(x); return rest.forward(layer.a); }
    void deltas(const float *y) {
        rest.deltas(y);
        rest.layer.template input_delta<Hidden>(layer.d, layer.a);
    }
    void add_gradient(const float *x, float factor) { layer.add(layer.g, x, factor); rest.add_gradient(layer.a, factor); }
    void descend(const float *x, float rate) { layer.add(layer.p, x, -rate); rest.descend(layer.a, rate); }
    void clear() { layer.g = {}; rest.clear(); }
    template <Rule R> void update(float rate, float c1, float c2) {
        layer.template update<R>(rate, c1, c2);
        rest.template update<R>(rate, c1, c2);
    }
    void initialize(std::mt19937 &random) { layer.initialize(random); rest.initialize(random); }
};

template <typename Net> struct Bench {
    static constexpr float rate = 1e-4f; // so small that millions of steps stay where the numbers are ordinary
    const char *name;
    int rows;
    std::vector<float> x, y, out;
    Net *net = new Net;
    float power1 = 1, power2 = 1; // of Adam

    Bench(const char *name, int rows) : name(name), rows(rows), x(rows * Net::inputs), y(rows * Net::outputs), out(rows * Net::outputs) {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> value(0, 1);
        for (float &v : x) v = value(random);
        for (float &v : y) v = value(random);
        net->initialize(random);
    }
    ~Bench() { delete net; }

    void forward() {
        print(name, "forward", rows, microseconds([&] {
            keep(x.data());
            for (int r = 0; r < rows; r++) std::copy_n(net->forward(&x[r * Net::inputs]), Net::outputs, &out[r * Net::outputs]);
            keep(out.data());
        }));
    }

    void step_one() {
        print(name, "step SGD", 1, microseconds([&] {
            keep(x.data());
            net->forward(x.data());
            net->deltas(y.data());
            net->descend(x.data(), rate);
            keep(net);
        }));
    }

    void gradient_call() {
        net->clear();
        for (int r = 0; r < rows; r++) {
            const float *row = &x[r * Net::inputs];
            net->forward(row);
            net->deltas(&y[r * Net::outputs]);
            net->add_gradient(row, 1.f / rows);
        }
        keep(net);
    }

    void gradient() { print(name, "gradient", rows, microseconds([&] { gradient_call(); })); }

    template <Rule R> void step(const char *work) {
        print(name, work, rows, microseconds([&] {
            gradient_call();
            power1 *= 0.9f;
            power2 *= 0.999f;
            net->template update<R>(rate, 1 / (1 - power1), 1 / (1 - power2));
            keep(net);
        }));
    }
};

int main() {
    using Xor = Network<Sigmoid, Sigmoid, 2, 3, 1>;
    using Small = Network<Tanh, Tanh, 8, 32, 4>;
    using Narrow = Network<Tanh, Tanh, 24, 8, 2>;
    using Regression = Network<Tanh, Tanh, 4, 32, 16, 4>;
    using Digits = Network<Sigmoid, Sigmoid, 784, 16, 10>;
    using Wide = Network<Relu, Softmax, 784, 128, 10>;
    using Deep = Network<Relu, Softmax, 784, 100, 100, 10>;
    using Large = Network<Relu, Softmax, 784, 512, 512, 10>;

    { Bench<Xor> b("2-3-1 sigmoid", 1); b.step_one(); b.forward(); }
    { Bench<Small> b("8-32-4 tanh", 1); b.step_one(); b.forward(); }
    { Bench<Digits> b("784-16-10 sigmoid", 1); b.step_one(); b.forward(); }
    { Bench<Wide> b("784-128-10 ReLU-softmax", 1); b.step_one(); b.forward(); }
    { Bench<Wide> b("784-128-10 ReLU-softmax", 128); b.step<Sgd>("step SGD"); b.step<Adam>("step Adam"); b.forward(); }
    { Bench<Large> b("784-512-512-10 ReLU-softmax", 128); b.step<Sgd>("step SGD"); b.forward(); }
    { Bench<Deep> b("784-100-100-10 ReLU-softmax", 800); b.step<Momentum>("step momentum"); b.forward(); }
    { Bench<Digits> b("784-16-10 sigmoid", 32); b.step<Sgd>("step SGD"); b.forward(); }
    { Bench<Regression> b("4-32-16-4 tanh", 10000); b.step<Adam>("step Adam"); b.forward(); }
    { Bench<Narrow> b("24-8-2 tanh", 200); b.gradient(); b.forward(); }
}
