// Pictures at another size: the mean over the area, or bicubic (a = -0.75); rows first, then columns.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;
const A = -0.75;

// Input pixels that an output pixel is made of, along one side.
struct Taps { first: i32, count: i32, start: f32, end: f32 }

fn taps(size: u32, wanted: u32, at: u32) -> Taps {
    let scale = f32(size) / f32(wanted);
    if params[1].y == 1u {
        let place = (f32(at) + 0.5) * scale - 0.5;
        return Taps(i32(floor(place)) - 1, 4, place - floor(place), 0.0);
    }
    let start = f32(at) * scale;
    let end = min(f32(at + 1u) * scale, f32(size));
    let first = i32(start);
    return Taps(first, min(max(i32(ceil(end)), first + 1), i32(size)) - first, start, end);
}

fn inner(d: f32) -> f32 {
    return ((A + 2.0) * d - (A + 3.0)) * d * d + 1.0;
}

fn outer(d: f32) -> f32 {
    return ((A * d - 5.0 * A) * d + 8.0 * A) * d - 4.0 * A;
}

fn weight(taps: Taps, tap: i32) -> f32 {
    if params[1].y == 0u {
        let source = f32(taps.first + tap);
        return (min(taps.end, source + 1.0) - max(taps.start, source)) / (taps.end - taps.start);
    }
    switch tap {
        case 0: { return outer(taps.start + 1.0); }
        case 1: { return inner(taps.start); }
        case 2: { return inner(1.0 - taps.start); }
        default: { return outer(2.0 - taps.start); }
    }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let rows = params[0].y;
    let columns = params[0].z;
    let out_rows = params[0].w;
    let out_columns = params[1].x;
    if at >= params[0].x * out_rows * out_columns {
        return;
    }
    let first = at / (out_rows * out_columns) * rows * columns;
    let down = taps(rows, out_rows, at / out_columns % out_rows);
    let across = taps(columns, out_columns, at % out_columns);
    var value = 0.0;
    for (var j = 0; j < across.count; j++) {
        let column = u32(clamp(across.first + j, 0, i32(columns) - 1));
        var sum = 0.0;
        for (var i = 0; i < down.count; i++) {
            let row = u32(clamp(down.first + i, 0, i32(rows) - 1));
            sum += x[first + row * columns + column] * weight(down, i);
        }
        value += sum * weight(across, j);
    }
    result[at] = value;
}
