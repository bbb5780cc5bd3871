namespace Backprop.Generator.Model;

/// <summary>
/// The members of <c>Backprop.Activation</c>, in its order: the generator sees their values as constants in attributes. Its own
/// type, because the generator must not load the runtime assembly.
/// </summary>
internal enum ActivationKind
{
    Identity,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    Elu,
    Selu,
    Gelu,
    Silu,
    Softplus,
    Softsign,
    Softmax,
}
