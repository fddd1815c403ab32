//! Two pictures in one SVG: coverage against precision, and coverage over time.

use super::measure::Measured;

const COLOURS: [&str; 6] = ["#2456a6", "#c2571a", "#2f7d4f", "#8a3f8f", "#806600", "#444444"];
/// Size of one plot and the space around it, in pixels.
const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 300.0;
const SPACE: f64 = 60.0;
/// Least precision shown: below it nothing is of use.
const LEAST: f64 = 0.9;

/// Draws all files, each in a colour of its own.
pub(crate) fn draw(title: &str, measured: &[Measured]) -> String {
    let last = measured.iter().map(|file| file.questions).max().unwrap_or(1).max(1) as f64;
    let right = SPACE * 2.0 + WIDTH;
    let (width, height) =
        (right + WIDTH + SPACE, HEIGHT + SPACE * 2.0 + 20.0 * measured.len() as f64);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"13\"><title>{title}</title><rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    svg += &frame(SPACE, "coverage (%)", "precision (%)", ("0", "100"), ("90", "100"));
    svg += &frame(right, "questions", "coverage (%)", ("0", &last.to_string()), ("0", "100"));
    for (at, file) in measured.iter().enumerate() {
        let colour = COLOURS[at % COLOURS.len()];
        let curve = file.curve.iter().filter(|(_, precision)| *precision >= LEAST);
        let curve =
            curve.map(|(coverage, precision)| (*coverage, (precision - LEAST) / (1.0 - LEAST)));
        let time = file.over_time.iter().map(|(at, coverage)| (*at as f64 / last, *coverage));
        svg += &line(SPACE, colour, curve);
        svg += &line(right, colour, time);
        let y = SPACE * 1.8 + HEIGHT + 20.0 * at as f64;
        let name = escape(&file.name);
        let label = format!("<text x=\"{SPACE}\" y=\"{y}\" fill=\"{colour}\">{name}</text>\n");
        svg += &label;
    }
    svg + "</svg>\n"
}

fn frame(left: f64, below: &str, beside: &str, x: (&str, &str), y: (&str, &str)) -> String {
    let (bottom, right) = (SPACE + HEIGHT, left + WIDTH);
    let text = |x: f64, y: f64, anchor: &str, words: &str| {
        format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{words}</text>\n")
    };
    format!(
        "<rect x=\"{left}\" y=\"{SPACE}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"none\" stroke=\"#999\"/>\n"
    ) + &text(left, SPACE - 12.0, "start", beside)
        + &text(left + WIDTH / 2.0, bottom + 18.0, "middle", below)
        + &text(left, bottom + 18.0, "middle", x.0)
        + &text(right, bottom + 18.0, "middle", x.1)
        + &text(left - 6.0, bottom, "end", y.0)
        + &text(left - 6.0, SPACE + 5.0, "end", y.1)
}

fn line(left: f64, colour: &str, points: impl Iterator<Item = (f64, f64)>) -> String {
    let place =
        |(x, y): (f64, f64)| format!("{:.1},{:.1}", left + x * WIDTH, SPACE + (1.0 - y) * HEIGHT);
    let points: Vec<String> = points.map(place).collect();
    format!(
        "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{}\"/>\n",
        points.join(" ")
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
