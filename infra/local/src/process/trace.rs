//! What a process leaves in a file, so that a later start can tell it from another with its number.

use std::{fs, thread, time::Duration};

use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process};
use serde::{Deserialize, Serialize};

/// How often, and how far apart, a killed process is looked at until it is gone.
const GLANCES: u32 = 200;
const BETWEEN: Duration = Duration::from_millis(10);

/// A process number with the moment of its birth: numbers are used again, the pair is not.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Trace {
    /// The process, and the group it leads.
    pub pid: i32,
    /// Clock ticks from the machine's start; 0 where the system does not tell.
    pub born: u64,
}

impl Trace {
    /// Notes a process that is alive now.
    pub fn of(pid: i32) -> Self {
        Self { pid, born: born(pid).unwrap_or_default() }
    }

    /// Whether the very process that was noted still runs.
    pub fn alive(self) -> bool {
        let there = Pid::from_raw(self.pid).is_some_and(|pid| test_kill_process(pid).is_ok());
        there && born(self.pid).unwrap_or_default() == self.born
    }

    /// Kills the process with its group, if it is still the one that was noted, and waits for its end.
    ///
    /// Another's child cannot be awaited, only looked at.
    pub fn kill(self) {
        let Some(pid) = Pid::from_raw(self.pid).filter(|_| self.alive()) else { return };
        let group = kill_process_group(pid, Signal::KILL);
        group.or_else(|_| kill_process(pid, Signal::KILL)).unwrap_or_default();
        for _ in (0..GLANCES).take_while(|_| self.alive()) {
            thread::sleep(BETWEEN);
        }
    }
}

/// The name in parentheses may hold anything, so fields are counted from its end; zombies are dead.
fn born(pid: i32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace();
    fields.next().filter(|state| !matches!(*state, "Z" | "X"))?;
    fields.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_by_its_birth() {
        let own = Trace::of(i32::try_from(std::process::id()).unwrap());
        assert!(own.alive() && own.born > 0);
        assert!(!Trace { born: own.born + 1, ..own }.alive());
    }

    #[test]
    fn what_was_left_behind_is_killed_and_nothing_else() {
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let trace = Trace::of(i32::try_from(child.id()).unwrap());
        Trace { born: trace.born + 1, ..trace }.kill();
        assert!(trace.alive());
        trace.kill();
        assert!(!trace.alive());
        assert!(!child.wait().unwrap().success());
    }
}
