//! What networks, services and machines do to one call that a function makes of the store.

use std::time::Duration;

/// How long a short delay is: well under any attempt's time-out.
pub const SHORT: Duration = Duration::from_millis(200);

macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $variant:ident = $words:literal;)+) => {
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Fault {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Fault {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// As the report calls it.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }
        }
    };
}

faults! {
    /// Answered late, though before the SDK gives the attempt up.
    DelayShort = "slow";
    /// Held until the SDK has given the attempt up, and made then.
    DelayLong = "slower than an attempt";
    /// Held until the action was asked for again, or the opposite, and acknowledged; made then.
    Late = "overtaken by the next action";
    /// The connection is closed before the store hears of it.
    Drop = "connection dropped";
    /// DynamoDB refuses for now.
    Throttle = "throttled";
    /// Another transaction was faster, so DynamoDB cancels this one.
    Conflict = "transaction conflict";
    /// 500, and nothing is done.
    ServerError = "500";
    /// Made, and the connection is closed in the middle of the answer.
    Cut = "answer cut off";
    /// Made, and the answer never comes.
    AnswerLost = "answer lost";
    /// The store is gone.
    Refused = "connections refused";
    /// The function's process is killed while the call is on its way, and the call is lost.
    Killed = "function killed before";
    /// The function's process is killed when the call was made, before it hears of it.
    KilledAfter = "function killed after";
}

/// How often a call meets its fault.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Length {
    /// Once or twice, which an action must survive by trying again.
    Passing,
    /// Until the function gives up, whatever it calls next.
    Lasting,
}

impl Length {
    pub const ALL: [Self; 2] = [Self::Passing, Self::Lasting];
}

/// A fault, and the calls that meet it: those of one step, or of it and all after it.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub fault: Fault,
    pub length: Length,
    /// Number of the call among those of an action, where attempts of one call count once; any
    /// where there is none.
    pub step: Option<usize>,
    /// Attempts that meet a passing fault.
    pub times: usize,
}

impl Plan {
    pub fn meets(&self, step: usize, met: usize) -> bool {
        match self.length {
            Length::Passing => self.step.is_none_or(|own| step == own) && met < self.times,
            Length::Lasting => self.step.is_none_or(|own| step >= own),
        }
    }
}
