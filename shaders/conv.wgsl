// Convolution of `[channel, row, column]` with a square kernel; a thread for each output, one sum over rising input channel,
// row and column. Weights `[output, input, row, column]`, then biases.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

fn activated(value: f32) -> f32 {
    switch params[1].w {
        case 1u: { return value / (1.0 + exp(-1.5957691 * (value + 0.044715 * value * value * value))); }
        case 2u: { return value / (1.0 + exp(-value)); }
        default: { return value; }
    }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let inputs = params[0].x;
    let rows = params[0].y;
    let columns = params[0].z;
    let channels = params[0].w;
    let side = params[1].x;
    let stride = params[1].y;
    let padding = params[1].z;
    let out_rows = (rows + 2u * padding - side) / stride + 1u;
    let out_columns = (columns + 2u * padding - side) / stride + 1u;
    if at >= channels * out_rows * out_columns {
        return;
    }
    let channel = at / (out_rows * out_columns);
    let row = at / out_columns % out_rows * stride;
    let column = at % out_columns * stride;
    var sum = 0.0;
    var weight = channel * inputs * side * side;
    for (var input = 0u; input < inputs; input++) {
        for (var i = 0u; i < side; i++) {
            for (var j = 0u; j < side; j++) {
                // Beyond either edge the difference is larger than any side.
                let y = row + i - padding;
                let x_at = column + j - padding;
                if y < rows && x_at < columns {
                    sum += x[(input * rows + y) * columns + x_at] * weights[weight];
                }
                weight++;
            }
        }
    }
    var value = activated(sum + weights[channels * inputs * side * side + channel]);
    if params[2].x == 1u {
        value += residual[at];
    }
    result[at] = value;
}
