//! The matrix by keyboard: one stop for Tab, arrows within.

use contract::{catalogue::Permission, permissions::PermissionSet};

use super::Group;

/// What can have the focus in the list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Item {
    /// A group's check box, by the group's place in the catalogue.
    Head(usize),
    /// A permission's.
    Row(Permission),
}

impl Item {
    /// The `id` of its check box.
    pub fn id(self) -> String {
        match self {
            Self::Head(index) => format!("all-{index}"),
            Self::Row(permission) => format!("may-{}", permission.id()),
        }
    }

    /// Whose `id` this is.
    pub fn of_id(id: &str) -> Option<Self> {
        match id.strip_prefix("may-") {
            Some(permission) => permission.parse().ok().map(Self::Row),
            None => id.strip_prefix("all-")?.parse().ok().map(Self::Head),
        }
    }
}

/// What a key does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// Moves the focus.
    To(Item),
    /// Opens a group, or closes it.
    Fold(usize, bool),
}

/// What is on the screen, from the top down.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Walk {
    items: Vec<Item>,
    open: Vec<bool>,
}

impl Walk {
    /// Heads of the groups that have something shown, and the rows of those that are open.
    pub fn new(groups: &[Group], shown: &PermissionSet, open: Vec<bool>) -> Self {
        let mut items = Vec::new();
        for (index, (group, open)) in groups.iter().zip(&open).enumerate() {
            let rows = group.members.iter().filter(|permission| shown.contains(**permission));
            let mut rows = rows.map(|permission| Item::Row(*permission)).peekable();
            if rows.peek().is_some() {
                items.push(Item::Head(index));
                items.extend(rows.filter(|_| *open));
            }
        }
        Self { items, open }
    }

    /// Where Tab comes to: where it was, or the nearest that is still there.
    pub fn stop(&self, at: Item, groups: &[Group]) -> Option<Item> {
        let there = |item: &Item| self.items.contains(item);
        Some(at)
            .filter(there)
            .or_else(|| head_of(at, groups).filter(there))
            .or_else(|| self.items.first().copied())
    }

    /// What a key does on an item; nothing that is not ours.
    pub fn step(&self, key: &str, at: Item, groups: &[Group]) -> Option<Step> {
        let place = self.items.iter().position(|item| *item == at)?;
        let to = |place: usize| self.items.get(place).copied().map(Step::To);
        match (key, at) {
            ("ArrowDown", _) => to(place + 1),
            ("ArrowUp", _) => to(place.checked_sub(1)?),
            ("Home", _) => to(0),
            ("End", _) => to(self.items.len() - 1),
            ("ArrowRight", Item::Head(index)) if self.is_open(index) => to(place + 1),
            ("ArrowRight", Item::Head(index)) => Some(Step::Fold(index, true)),
            ("ArrowLeft", Item::Head(index)) => {
                self.is_open(index).then_some(Step::Fold(index, false))
            }
            ("ArrowLeft", Item::Row(_)) => head_of(at, groups).map(Step::To),
            ("Enter", Item::Head(index)) => Some(Step::Fold(index, !self.is_open(index))),
            _ => None,
        }
    }

    fn is_open(&self, index: usize) -> bool {
        self.open.get(index).copied().unwrap_or_default()
    }
}

fn head_of(item: Item, groups: &[Group]) -> Option<Item> {
    let Item::Row(permission) = item else { return None };
    groups.iter().position(|group| group.members.contains(&permission)).map(Item::Head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str) -> Item {
        Item::Row(id.parse().unwrap())
    }

    /// Two groups are shown: `Offices` is closed, `Sources` is open.
    fn walk() -> (Walk, Vec<Group>, usize, usize) {
        let groups = Group::all();
        let place = |name| groups.iter().position(|group| group.name == name).unwrap();
        let (offices, sources) = (place("Offices"), place("Sources"));
        let shown = PermissionSet::known(["offices.list", "offices.retrieve", "sources.list"]);
        let open = (0..groups.len()).map(|index| index == sources).collect();
        (Walk::new(&groups, &shown, open), groups, offices, sources)
    }

    #[test]
    fn arrows_pass_what_is_hidden_or_closed() {
        let (walk, groups, offices, sources) = walk();
        let step = |key, at| walk.step(key, at, &groups);
        assert_eq!(step("ArrowDown", Item::Head(offices)), Some(Step::To(Item::Head(sources))));
        assert_eq!(step("ArrowDown", row("sources.list")), None);
        assert_eq!(step("ArrowUp", Item::Head(offices)), None);
        assert_eq!(step("Home", row("sources.list")), Some(Step::To(Item::Head(offices))));
        assert_eq!(step("End", Item::Head(offices)), Some(Step::To(row("sources.list"))));
        assert_eq!(step("a", Item::Head(offices)), None);
    }

    #[test]
    fn right_opens_and_goes_in_and_left_goes_out_and_closes() {
        let (walk, groups, offices, sources) = walk();
        let step = |key, at| walk.step(key, at, &groups);
        assert_eq!(step("ArrowRight", Item::Head(offices)), Some(Step::Fold(offices, true)));
        assert_eq!(step("ArrowRight", Item::Head(sources)), Some(Step::To(row("sources.list"))));
        assert_eq!(step("ArrowLeft", row("sources.list")), Some(Step::To(Item::Head(sources))));
        assert_eq!(step("ArrowLeft", Item::Head(sources)), Some(Step::Fold(sources, false)));
        assert_eq!(step("ArrowLeft", Item::Head(offices)), None);
    }

    #[test]
    fn tab_finds_a_stop_whatever_was_hidden() {
        let (walk, groups, offices, sources) = walk();
        assert_eq!(walk.stop(row("sources.list"), &groups), Some(row("sources.list")));
        assert_eq!(walk.stop(row("offices.list"), &groups), Some(Item::Head(offices)));
        assert_eq!(walk.stop(row("users.list"), &groups), Some(Item::Head(offices)));
        assert_eq!(walk.stop(Item::Head(sources), &groups), Some(Item::Head(sources)));
        assert_eq!(Walk::default().stop(Item::Head(0), &groups), None);
    }

    #[test]
    fn an_item_is_found_again_by_its_id() {
        for item in [Item::Head(26), row("candidates.list")] {
            assert_eq!(Item::of_id(&item.id()), Some(item));
        }
        assert_eq!(Item::of_id("description"), None);
    }
}
