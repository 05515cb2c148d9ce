//! The ear: a pair of kernels for each group, which shows at a glance what a key may do.

use contract::{catalogue, permissions::PermissionSet};

use crate::reactive::prelude::*;

/// How much of a half group is held.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kernel {
    Full,
    Part,
    Husk,
}

/// Shapes of one size: where the first kernel stands, how far the next, and how each is drawn.
struct Size {
    width: &'static str,
    height: &'static str,
    view: &'static str,
    stem: &'static str,
    step: f64,
    write_at: (f64, f64),
    read_at: (f64, f64),
    write: [&'static str; 2],
    read: [&'static str; 2],
}

const SMALL: Size = Size {
    width: "138",
    height: "20",
    view: "0 0 138 20",
    stem: "M0 10h138",
    step: 5.0,
    write_at: (1.2, 8.4),
    read_at: (1.2, 11.6),
    write: ["q-1.2-4.5 3.8-7.3q1.4 4.5-3.8 7.3z", "q-.7-2.8 2.3-4.5q.9 2.8-2.3 4.5z"],
    read: ["q-1.2 4.5 3.8 7.3q1.4-4.5-3.8-7.3z", "q-.7 2.8 2.3 4.5q.9-2.8-2.3-4.5z"],
};

const LARGE: Size = Size {
    width: "432",
    height: "40",
    view: "0 0 432 40",
    stem: "M0 20h432",
    step: 16.0,
    write_at: (3.0, 17.0),
    read_at: (3.0, 23.0),
    write: ["q-2.5-9.5 8-15.4q3 9.5-8 15.4z", "q-1.5-5.9 4.9-9.6q1.9 5.9-4.9 9.6z"],
    read: ["q-2.5 9.5 8 15.4q3-9.5-8-15.4z", "q-1.5 5.9 4.9 9.6q1.9-5.9-4.9-9.6z"],
};

/// Draws a set of permissions; the number stands beside it in words.
#[component]
pub fn Ear(
    /// What is held.
    #[prop(into)]
    held: Signal<PermissionSet>,
    /// Grey, since the key is revoked.
    #[prop(optional, into)]
    dry: Signal<bool>,
    /// As wide as a card.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let size = if large { &LARGE } else { &SMALL };
    let drawn = Memo::new(move || paths(size, &held.get()));
    view! {
        <svg class="ear" class:s=!large class:dry=move || dry.get() viewBox=size.view width=size.width height=size.height aria-hidden="true">
            <path class="stem" d=size.stem></path>
            <path class="husk" d=move || drawn.get().husk></path>
            <path class="w" d=move || drawn.get().write></path>
            <path class="r" d=move || drawn.get().read></path>
        </svg>
    }
}

/// Outlines: what could be held, and what is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Paths {
    husk: String,
    write: String,
    read: String,
}

fn paths(size: &Size, held: &PermissionSet) -> Paths {
    let mut paths = Paths::default();
    let mut left = 0.0;
    for (_, members) in catalogue::groups() {
        for writes in [true, false] {
            let half: Vec<_> =
                members.iter().filter(|it| it.endpoint().writes() == writes).collect();
            let count = half.iter().filter(|permission| held.contains(***permission)).count();
            if !half.is_empty() {
                draw(&mut paths, size, left, writes, kernel(count, half.len()));
            }
        }
        left += size.step;
    }
    paths
}

const fn kernel(held: usize, of: usize) -> Kernel {
    match held {
        0 => Kernel::Husk,
        all if all == of => Kernel::Full,
        _ => Kernel::Part,
    }
}

fn draw(paths: &mut Paths, size: &Size, left: f64, writes: bool, kernel: Kernel) {
    let ((x, y), [full, part]) =
        if writes { (size.write_at, size.write) } else { (size.read_at, size.read) };
    let at = format!("M{:.1} {y}", x + left);
    let put = |path: &mut String, shape: &str| path.extend([at.as_str(), shape]);
    put(&mut paths.husk, full);
    let held = if writes { &mut paths.write } else { &mut paths.read };
    match kernel {
        Kernel::Full => put(held, full),
        Kernel::Part => put(held, part),
        Kernel::Husk => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kernels(path: &str) -> usize {
        path.matches('M').count()
    }

    #[test]
    fn every_half_of_every_group_has_its_husk_and_nothing_else() {
        let empty = paths(&SMALL, &PermissionSet::EMPTY);
        assert_eq!((kernels(&empty.write), kernels(&empty.read)), (0, 0));
        let full = paths(&SMALL, &PermissionSet::full());
        assert_eq!(kernels(&full.husk), kernels(&full.write) + kernels(&full.read));
        assert!(kernels(&full.husk) > 27 && kernels(&full.husk) < 54);
        assert_eq!(empty.husk, full.husk);
    }

    #[test]
    fn part_of_a_group_is_drawn_smaller_than_all_of_it() {
        let part = paths(&SMALL, &PermissionSet::known(["applications.list"]));
        let whole =
            paths(&SMALL, &PermissionSet::known(["applications.list", "applications.retrieve"]));
        assert!(part.read.contains(SMALL.read[1]) && !part.read.contains(SMALL.read[0]));
        assert!(whole.read.contains(SMALL.read[0]));
        assert_eq!(part.write, "");
    }
}
