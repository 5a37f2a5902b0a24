// How English-speaking customers show their mood to a service desk. Written for this product.
import { listed, type EmotionLexicon } from './cue.ts';

const COUNT = '(?:two|three|four|five|six|seven|eight|ten|several|many|multiple|countless|\\d{1,3})';

/** The English lexicon. Phrases match whole words. */
export const LEXICON_EN: EmotionLexicon = {
  cues: [
    {
      // Asking how complaints are handled is not complaining; the longer phrase is found before the bare word.
      evidence: { calm: 0.8 },
      phrases: listed(
        ',',
        `
        complaint take, complaint process, complaint procedure, complaint status, complaint form, complaint rules,
        complaint number, complaints department, complaints process, complaints procedure, complaint go, complaint handled`,
      ),
    },
    {
      // The bare word names a matter; who says that he will do it is angry (see the patterns).
      evidence: { angry: 0.7 },
      phrases: listed(',', 'complaint, complaints, complain, complaining, file a complaint, make a complaint'),
    },
    {
      evidence: { angry: 2.2 },
      phrases: listed(
        ',',
        `
        report you, reporting you, sue, suing, lawyer,
        attorney, legal action, small claims, better business bureau, bbb, chargeback, trading standards,
        ombudsman, going to the media, go to the press, class action, dispute the charge`,
      ),
    },
    {
      evidence: { angry: 2.3 },
      phrases: listed(
        ',',
        `
        scam, scammed, scammer, scammers, fraud, rip off, ripoff, ripped off, thieves, liar, liars, lied, lying,
        cheated, crooks, robbed, stole my money, angry, furious, livid, outraged, outrageous, pissed, pissed off,
        mad, fuming, infuriating, fed up, sick of, sick and tired, had enough, last straw, unacceptable,
        disgusting, disgusted, disgrace, disgraceful, shame on you, shameful, appalling, insulting, rude,
        incompetent, incompetence, hate, fuck, fucking, fucked, wtf, shit, shitty, bullshit, bs, damn, goddamn,
        crap, crappy, asshole, idiot, idiots, idiotic, moron, morons, stupid, screw you, screw this, go to hell,
        stfu, bastards`,
      ),
    },
    {
      evidence: { angry: 1.5 },
      phrases: listed(
        ',',
        `
        terrible, horrible, awful, worst, ridiculous, absurd, pathetic, joke of a, what a joke, is a joke,
        useless, garbage, trash, rubbish, poor service, bad service, terrible service, nonsense, waste of time,
        wasting my time, waste of money, frustrating, frustrated, annoyed, annoying, irritated, irritating,
        dissatisfied, not acceptable, never again, never buying, never shopping, never order, want my money back,
        give me my money, money back now, cancel my account, close my account, taking my business, switching to,
        speak to a manager, speak to your manager, supervisor, one star, zero stars, no excuse, broken promise,
        false advertising, overcharged, charged me twice, what the hell, wth, seriously, are you kidding, are you
        serious, unbelievable, how hard is it, how dare you, stop ignoring, ignored, ignoring me, nobody cares,
        no one cares, nobody is helping, no one is helping, nobody answers, no response`,
      ),
    },
    {
      evidence: { anxious: 1.8 },
      phrases: listed(
        ',',
        `
        worried, worrying, worry, anxious, anxiety, nervous, scared, afraid, terrified, frightened, panic,
        panicking, freaking out, stressed, stressing, stressful, concerned, concerning, urgent, urgently,
        emergency, asap, desperate, desperately, uneasy, fear, fearful, overwhelmed, shaken, restless, hesitant,
        insecure`,
      ),
    },
    {
      evidence: { anxious: 1 },
      phrases: listed(
        ',',
        `
        right away, immediately, hurry, as soon as possible, quickly, running out of time, deadline, please help,
        help me, lost, stolen, missing, hacked, compromised, unauthorized, what if, is it safe, will i lose,
        where is my, still waiting, how much longer, not arrived, hasn't arrived, haven't received, never
        arrived, unsure, need it by, need this by, need it today, need it tomorrow`,
      ),
    },
    {
      evidence: { sad: 1.8 },
      phrases: listed(
        ',',
        `
        sad, unhappy, upset, disappointed, disappointing, disappointment, heartbroken, depressed, depressing,
        miserable, crying, cried, in tears, devastated, hopeless, gutted, let down, hurt, lonely, sorrow, grief,
        regret, sigh, unfortunately, passed away, died, miss him, miss her, broken heart, ashamed, discouraged,
        helpless, worthless, empty, sorry for your loss, sobbing, bummed`,
      ),
    },
    {
      evidence: { happy: 1.6 },
      phrases: listed(
        ',',
        `
        great, awesome, amazing, excellent, perfect, fantastic, wonderful, brilliant, love, loved, lovely, happy,
        glad, pleased, delighted, satisfied, impressed, excited, thrilled, best service, great service, well
        done, good job, great job, nice work, nice job, you rock, life saver, lifesaver, made my day, yay,
        woohoo, haha, lol, five stars, not bad, joy, joyful, cheerful, grateful, thankful, enjoy, enjoyed,
        congratulations, congrats, beautiful, adorable, sweet of you, cool`,
      ),
    },
    {
      evidence: { happy: 1 },
      phrases: listed(
        ',',
        `
        thanks, thank you, thx, thank u, ty, cheers, much appreciated, appreciate it, appreciate your help,
        appreciated, that worked, it works now, solved, helpful`,
      ),
    },
    {
      evidence: { calm: 0.8 },
      phrases: listed(
        ',',
        `
        could you, can you please, i would like to know, i'd like to know, just wondering, i was wondering, no
        rush, no problem, no worries, when you have time, hello, hi, okay, may i`,
      ),
    },
  ],
  patterns: [
    {
      evidence: { angry: 1.8 },
      pattern:
        /\b(?:i|we)(?:'m|'ll|'d| am| will| want| would| have| need| shall| must| wish)?(?: going| like| have| want| need)?(?: to)? (?:complain\b|(?:file|make|lodge|submit|raise|have) an? (?:\w+ )?complaint)|\bcomplain(?:ing)? about (?:you|this|your)\b/gu,
    },
    {
      evidence: { angry: 1.5 },
      pattern: new RegExp(
        `\\b(?:${COUNT} times|(?:for|this is|it's) the (?:second|third|fourth|fifth|sixth|\\d+(?:nd|rd|th)) time|again and again|over and over|yet again)\\b`,
        'gu',
      ),
    },
    {
      evidence: { angry: 0.9, anxious: 1.1 },
      pattern:
        /\b(?:been |still |keep )?waiting (?:for |on hold )?(?:over |more than |almost |nearly )?(?:a|an|two|three|four|five|six|several|\d+|many)? ?(?:hours?|days?|weeks?|months?|years?|forever|ages|so long|too long)\b/gu,
    },
    {
      evidence: { angry: 0.5, anxious: 0.5 },
      pattern: /\bstill (?:no|not|nothing|hasn't|haven't|isn't|doesn't|waiting|broken|don't|can't)\b/gu,
    },
    {
      evidence: { angry: 0.8 },
      pattern:
        /\b(?:nobody|no one|no-one|none of you) (?:has |is |will |can |ever |even )?(?:help|car|answer|repl|respond|call|bother|fix|solv|listen)\w*/gu,
    },
    {
      evidence: { angry: 1.2 },
      pattern:
        /\b(?:fix (?:it|this) (?:now|today)|or (?:else|i will|i'll|i'm)|if (?:you|this|it) (?:don't|doesn't|isn't|aren't) .{1,40}\bi(?:'ll| will|'m going))\b/gu,
    },
    {
      evidence: { angry: 0.7 },
      pattern:
        /\b(?:why (?:is it|does it|do you|are you|can't you|won't you|the hell)|how (?:many|long|much) (?:more |longer )?(?:times|do i have to|must i))\b/gu,
    },
  ],
  negation:
    /(?:\bnot|\bno|\bnever|n't|\bwithout|\bhardly|\bisnt|\bdont)(?: (?:a|an|the|so|very|too|that|really|at all|even|any|been|be|feel|feeling|need to|want to))?\s*$/u,
  stronger:
    /\b(?:so|very|really|extremely|absolutely|totally|completely|utterly|incredibly|super|truly|most|beyond|too|such an?|freaking)\s*$/u,
  weaker: /\b(?:a bit|a little|slightly|somewhat|kind of|kinda|sort of|mildly)\s*$/u,
};
